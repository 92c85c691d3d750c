using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Reads a certificate of the caller.</summary>
public sealed class GetCertificate(SchoolDbContext db)
{
    /// <summary>Reads it by its own id.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>.</exception>
    public async Task<Certificate> ExecuteAsync(Actor actor, Guid certificateId, CancellationToken cancellationToken) =>
        await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == certificateId && c.LearnerId == actor.UserId, cancellationToken)
        ?? throw new DomainException(CertificateReasons.CertificateNotFound, "{certificate} does not exist.", ("certificate", $"certificates/{certificateId}"));
}
