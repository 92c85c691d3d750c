using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration.Moderation.Cases;

/// <summary>Lets a case go, for others.</summary>
public sealed class ReleaseCase(SchoolDbContext db, CaseDesk cases, AuditTrail audit)
{
    /// <summary>Lets it go. Of a case that the caller does not hold, it changes nothing.</summary>
    /// <exception cref="DomainException"><c>CASE_NOT_FOUND</c>.</exception>
    public Task<ModerationCase> ExecuteAsync(Actor actor, Guid caseId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var released = await cases.LockAsync(caseId, cancellationToken);
                if (released.Release(actor.UserId))
                {
                    audit.Note(actor, "case.release", $"cases/{caseId}", before: new { claimed_by = $"users/{actor.UserId}" });
                    await db.SaveChangesAsync(cancellationToken);
                }

                return released;
            },
            cancellationToken
        );
}
