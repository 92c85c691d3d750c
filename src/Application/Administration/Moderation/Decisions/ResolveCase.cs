using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>Decides a case: the act, the decision with its reasons, and what everybody is told are one transaction.</summary>
public sealed class ResolveCase(SchoolDbContext db, CaseDesk cases, TargetDesk targets, TargetActs acts, CaseResolution resolution, TimeProvider clock)
{
    /// <summary>Decides it. The same decision of the same reviewer again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>CASE_NOT_FOUND</c>, <c>CASE_CLAIMED</c>, <c>CASE_NOT_CLAIMED</c>, <c>CASE_RESOLVED</c>, <c>ACT_NOT_ALLOWED</c>, <c>LAST_ADMIN</c>, and that the
    /// target is gone.
    /// </exception>
    public Task<DecisionFile> ExecuteAsync(Actor actor, Guid caseId, Ruling ruling, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var name =
                    await db.ModerationCases.Where(c => c.Id == caseId).Select(c => c.Target).SingleOrDefaultAsync(cancellationToken)
                    ?? throw CaseDesk.NotFound(caseId);
                var target = ModerationTarget.Parse(name)!;
                await targets.LockAsync(target, ruling.Act, cancellationToken);
                var decided = await cases.LockAsync(caseId, cancellationToken);
                if (decided.State == CaseState.Resolved && await FindSameAsync(actor, caseId, ruling, cancellationToken) is { } same)
                {
                    return same;
                }

                decided.RequireHeldBy(actor.UserId, clock.GetUtcNow());
                ruling.RequireFitting(decided.Kind);
                var hadEffect = await acts.ApplyAsync(actor, target, ruling, cancellationToken);
                var decision = await resolution.RecordAsync(actor, decided, ruling, hadEffect, cancellationToken);
                return new DecisionFile(decision, []);
            },
            cancellationToken
        );

    private async Task<DecisionFile?> FindSameAsync(Actor actor, Guid caseId, Ruling ruling, CancellationToken cancellationToken)
    {
        var files = await DecisionFiles.ReadAsync(db, db.ModerationDecisions.Where(d => d.CaseId == caseId && !d.IsReversed), cancellationToken);
        return files.FirstOrDefault(file => file.Decision.ReviewerId == actor.UserId && file.Decision.Ruling == ruling);
    }
}
