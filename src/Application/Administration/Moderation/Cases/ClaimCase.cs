using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration.Moderation.Cases;

/// <summary>Takes a case to decide it. Its row's lock decides among several who claim it at once.</summary>
public sealed class ClaimCase(SchoolDbContext db, CaseDesk cases, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Claims it, or renews the claim.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="takesOver">True when it may be taken from somebody who works on it.</param>
    /// <param name="note">Why it is taken over.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>CASE_NOT_FOUND</c>, <c>CASE_CLAIMED</c>, <c>CASE_RESOLVED</c>, <c>REPORT_OWN</c>: the caller has a part in it.</exception>
    public Task<ModerationCase> ExecuteAsync(Actor actor, Guid caseId, bool takesOver, string note, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var claimed = await cases.LockAsync(caseId, cancellationToken);
                await ClaimAsync(actor, claimed, takesOver, note, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return claimed;
            },
            cancellationToken
        );

    /// <summary>Claims a case whose lock is held. The caller saves.</summary>
    internal async Task ClaimAsync(Actor actor, ModerationCase claimed, bool takesOver, string note, CancellationToken cancellationToken)
    {
        await cases.RequireNoPartAsync(actor, claimed, cancellationToken);
        var now = clock.GetUtcNow();
        var isRenewed = claimed.HolderAt(now) == actor.UserId;
        var from = claimed.Claim(actor.UserId, takesOver, now);
        if (!isRenewed)
        {
            audit.Note(
                actor,
                from is null ? "case.claim" : "case.take_over",
                $"cases/{claimed.Id}",
                before: new { claimed_by = from is null ? null : $"users/{from}" },
                after: new { claimed_by = $"users/{actor.UserId}", note = note.Trim() }
            );
        }
    }
}
