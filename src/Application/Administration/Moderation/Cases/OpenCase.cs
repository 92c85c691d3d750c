using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration.Moderation.Cases;

/// <summary>Opens a case about what staff found themselves, or were told outside of the school.</summary>
public sealed class OpenCase(SchoolDbContext db, TargetDesk targets, CaseDesk cases, ClaimCase claims, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Opens it, or finds the one that is open about it. The caller holds it, unless somebody else does.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>REVIEW_NOT_FOUND</c>, <c>MESSAGE_NOT_FOUND</c>, <c>USER_NOT_FOUND</c>, <c>REPORT_OWN</c>: it is the caller's.
    /// </exception>
    public Task<ModerationCase> ExecuteAsync(Actor actor, ModerationTarget target, string note, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await targets.LockAsync(target, ModerationAct.None, cancellationToken);
                var state = await targets.RequireAsync(target, cancellationToken);
                var opened = await cases.LockOpenAsync(target, state.PersonId, CaseOrigin.Staff, cancellationToken);
                await cases.KeepAsync(opened, state.Evidence, cancellationToken);
                audit.Note(actor, "case.open", $"cases/{opened.Id}", after: new { target = target.Name, note });
                if (opened.HolderAt(clock.GetUtcNow()) is null)
                {
                    await claims.ClaimAsync(actor, opened, takesOver: false, note: "", cancellationToken);
                }

                await db.SaveChangesAsync(cancellationToken);
                return opened;
            },
            cancellationToken
        );
}
