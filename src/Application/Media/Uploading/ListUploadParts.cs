using ESchool.Application.Storage;
using ESchool.Domain;
using ESchool.Domain.Media;

namespace ESchool.Application.Media.Uploading;

/// <summary>A part that S3 holds.</summary>
/// <param name="Number">The part's number.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Matches">True when it is what was signed.</param>
public sealed record ArrivedPart(int Number, long SizeBytes, bool Matches);

/// <summary>Lists the parts S3 holds of an open upload, so that a broken upload can be resumed.</summary>
public sealed class ListUploadParts(Uploads uploads, ObjectStorage storage)
{
    /// <summary>Lists them by number; none once the upload is finished.</summary>
    /// <exception cref="DomainException"><c>UPLOAD_NOT_FOUND</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<IReadOnlyList<ArrivedPart>> ExecuteAsync(Actor actor, Guid uploadId, CancellationToken cancellationToken)
    {
        var (upload, place) = await uploads.LocateAsync(actor, uploadId, cancellationToken);
        if (upload.State != UploadState.Open)
        {
            return [];
        }

        var held = await storage.ListPartsAsync(place.Bucket, place.Key, upload.MultipartId, cancellationToken);
        return [.. held.OrderBy(p => p.Key).Select(p => new ArrivedPart(p.Key, p.Value.SizeBytes, upload.Matches(p.Key, p.Value)))];
    }
}
