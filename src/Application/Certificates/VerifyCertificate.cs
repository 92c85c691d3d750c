using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Tells anybody whether a certificate is genuine.</summary>
public sealed class VerifyCertificate(SchoolDbContext db)
{
    /// <summary>Looks it up by the printed serial, as people write it.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>.</exception>
    public Task<Certificate> ExecuteAsync(string serial, CancellationToken cancellationToken)
    {
        var parsed = CertificateSerial.Parse(serial);
        return FindAsync(db.Certificates.Where(c => c.Serial == parsed), cancellationToken);
    }

    internal static async Task<Certificate> FindAsync(IQueryable<Certificate> certificates, CancellationToken cancellationToken) =>
        await certificates.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(CertificateReasons.CertificateNotFound, "The school never issued such a certificate.");
}
