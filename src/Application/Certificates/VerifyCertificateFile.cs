using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;

namespace ESchool.Application.Certificates;

/// <summary>Tells anybody whether a file is a certificate that the school issued.</summary>
public sealed class VerifyCertificateFile(SchoolDbContext db)
{
    /// <summary>Looks it up by the file's hash.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>.</exception>
    public Task<Certificate> ExecuteAsync(byte[] pdfSha256, CancellationToken cancellationToken) =>
        VerifyCertificate.FindAsync(db.Certificates.Where(c => c.PdfSha256 == pdfSha256), cancellationToken);
}
