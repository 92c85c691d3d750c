using Amazon.S3.Model;
using ESchool.Domain;

namespace ESchool.Application.Storage;

/// <summary>
/// An object as it comes from S3. When the connection breaks, whoever reads is told that S3 does not answer, and may try again from the beginning.
/// </summary>
internal sealed class StoredStream(GetObjectResponse response, Func<DomainException> unavailable) : ReadOnlyStream(response.ResponseStream)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or TimeoutException)
        {
            throw unavailable();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
