using System.Security.Cryptography;
using ESchool.Application.Certificates.Rendering;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain.Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Certificates;

/// <summary>Draws a certificate and stores its file. Drawn again with the same id and facts, it is the same bytes under the same key.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CertificatePrinter(ICertificateRenderer renderer, ObjectStorage storage, IOptions<PublicOptions> addresses, TimeProvider clock)
{
    /// <summary>Draws it.</summary>
    /// <returns>The certificate, to be saved by the caller.</returns>
    /// <exception cref="Domain.DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Certificate> PrintAsync(
        Guid certificateId,
        Guid enrollmentId,
        Guid learnerId,
        CertificateFacts facts,
        CancellationToken cancellationToken
    )
    {
        var serial = CertificateSerial.Of(certificateId);
        var pdf = renderer.Render(facts, serial, new Uri(addresses.Value.ApiUrl, $"verify/{serial}"));
        await storage.UploadAsync(storage.DocumentsBucket, Certificate.FileKeyOf(certificateId), pdf, "application/pdf", cancellationToken);
        return new Certificate(certificateId, serial, enrollmentId, learnerId, facts, SHA256.HashData(pdf), clock.GetUtcNow());
    }
}

/// <summary>Tells a learner of a certificate.</summary>
internal static class CertificateNews
{
    public static void TellIssued(this WorkOutbox outbox, Certificate certificate) =>
        outbox.Tell(certificate.LearnerId, new CertificateIssued(certificate.Id, certificate.EnrollmentId, certificate.Serial));
}
