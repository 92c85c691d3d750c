using ESchool.Application.Storage;
using ESchool.Domain;
using ESchool.Domain.Certificates;

namespace ESchool.Application.Certificates;

/// <summary>Makes a short-lived address of a certificate's PDF.</summary>
public sealed class CreateCertificateDownload(GetCertificate certificates, ObjectStorage storage)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Signs the address.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>.</exception>
    public async Task<(string Url, DateTimeOffset ExpiresAt)> ExecuteAsync(Actor actor, Guid certificateId, CancellationToken cancellationToken)
    {
        var certificate = await certificates.ExecuteAsync(actor, certificateId, cancellationToken);
        return storage.SignGet(storage.DocumentsBucket, Certificate.FileKeyOf(certificate.Id), Lifetime, $"certificate-{certificate.Serial}.pdf");
    }
}
