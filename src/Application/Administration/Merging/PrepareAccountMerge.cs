using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Merging;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Merging;

/// <summary>Finds out what merging two accounts would do, and keeps it to be confirmed. The accounts stay as they are.</summary>
public sealed class PrepareAccountMerge(SchoolDbContext db, MergePlanner planner, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Prepares it; what blocks it is found out too, and is no refusal.</summary>
    /// <param name="actor">Which administrator.</param>
    /// <param name="sourceId">The account that goes.</param>
    /// <param name="targetId">The account that stays.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>SAME_ACCOUNT</c>, <c>USER_NOT_FOUND</c>, <c>USER_SUSPENDED</c>.</exception>
    public Task<AccountMerge> ExecuteAsync(Actor actor, Guid sourceId, Guid targetId, string reason, CancellationToken cancellationToken)
    {
        if (sourceId == targetId)
        {
            throw new DomainException(AdministrationReasons.SameAccount, "An account can't be merged into itself.");
        }

        return db.InTransactionAsync(
            async () =>
            {
                await AccountMerges.RequireActiveAsync(db, sourceId, targetId, cancellationToken);
                var present = await planner.EnrollmentsOf(sourceId, targetId).AsNoTracking().ToListAsync(cancellationToken);
                var plan = await planner.PlanAsync(sourceId, targetId, EnrollmentPlan.For(sourceId, targetId, present), cancellationToken);
                var merge = new AccountMerge(sourceId, targetId, reason, plan, actor.UserId, clock.GetUtcNow());
                db.AccountMerges.Add(merge);
                audit.Note(
                    actor,
                    "account.merge_prepare",
                    $"accountMerges/{merge.Id}",
                    after: new
                    {
                        source = $"users/{sourceId}",
                        target = $"users/{targetId}",
                        reason = merge.Reason,
                        moves = plan.Moves.Sum(item => item.Count),
                        stays = plan.Stays.Sum(item => item.Count),
                        blockers = plan.Blockers.Count,
                    }
                );
                await db.SaveChangesAsync(cancellationToken);
                return merge;
            },
            cancellationToken
        );
    }
}
