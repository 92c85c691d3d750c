using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Grants;

/// <summary>Takes back what an administrator gave. Access ends unless something else gives it; progress and certificates stay. The student is told.</summary>
public sealed class RevokeEnrollmentGrant(SchoolDbContext db, ChangeAccess access, WorkOutbox outbox, AuditTrail audit)
{
    /// <summary>Takes it back. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_GRANT_NOT_FOUND</c>.</exception>
    public Task ExecuteAsync(Actor actor, Guid grantId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var source = GrantedEnrollment.SourceOf(grantId);

                // The enrollment's lock first: of two administrators at once, the second finds it done.
                var enrollment =
                    await db
                        .Enrollments.Where(e => db.AccessGrants.Any(g => g.EnrollmentId == e.Id && g.Source == source))
                        .ForNoKeyUpdate()
                        .SingleOrDefaultAsync(cancellationToken)
                    ?? throw new DomainException(
                        AdministrationReasons.EnrollmentGrantNotFound,
                        "{enrollment_grant} does not exist.",
                        ("enrollment_grant", source)
                    );
                if (await db.AccessGrants.AnyAsync(g => g.Source == source && g.State == GrantState.Revoked, cancellationToken))
                {
                    return;
                }

                await access.ExecuteAsync(source, GrantState.Revoked, cancellationToken);
                outbox.Tell(enrollment.StudentId, new EnrollmentRevoked(enrollment.Id, enrollment.CourseId));
                audit.Note(actor, "enrollment.revoke", $"enrollments/{enrollment.Id}", before: new { grant = source }, after: new { reason = reason.Trim() });
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );
}
