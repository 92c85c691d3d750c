using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Certificates;

/// <summary>Shows a certificate of the caller's to everybody, or no longer.</summary>
public sealed class SetCertificateVisibility(SchoolDbContext db)
{
    /// <summary>Shows it, or not, with those that it corrects or that correct it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>CERTIFICATE_NOT_FOUND</c>.</exception>
    public Task<Certificate> ExecuteAsync(Actor actor, Guid certificateId, bool isPublic, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The lock: a correction at the same time is there before or after.
                var named =
                    await db
                        .Certificates.Where(c => c.Id == certificateId && c.LearnerId == actor.UserId)
                        .ForUpdate()
                        .AsNoTracking()
                        .SingleOrDefaultAsync(cancellationToken)
                    ?? throw new DomainException(
                        CertificateReasons.CertificateNotFound,
                        "{certificate} does not exist.",
                        ("certificate", $"certificates/{certificateId}")
                    );
                var all = await db.Certificates.Where(c => c.EnrollmentId == named.EnrollmentId).OrderBy(c => c.Id).ToListAsync(cancellationToken);
                all.ForEach(c => c.Show(isPublic));
                await db.SaveChangesAsync(cancellationToken);
                return all.Single(c => c.Id == certificateId);
            },
            cancellationToken
        );
}
