using ESchool.Application.Identity.Sessions;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Merging;

/// <summary>Merges two accounts as it was prepared: all in one transaction, or nothing.</summary>
public sealed class ConfirmAccountMerge(
    SchoolDbContext db,
    MergePlanner planner,
    EnrollmentCarrier carrier,
    NeedlessOrders needless,
    SessionRevoker revoker,
    WorkOutbox outbox,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>Confirms it. Confirming it again changes nothing.</summary>
    /// <param name="actor">Which administrator.</param>
    /// <param name="mergeId">The merge.</param>
    /// <param name="etag">The etag of the plan that the administrator has read.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>ACCOUNT_MERGE_NOT_FOUND</c>, <c>ACCOUNT_MERGE_STATE_WRONG</c>, <c>ETAG_STALE</c>, <c>USER_NOT_FOUND</c>, <c>USER_SUSPENDED</c>,
    /// <c>ACCOUNT_MERGE_BLOCKED</c>, <c>ACCOUNT_MERGE_STALE</c>.
    /// </exception>
    public Task<AccountMerge> ExecuteAsync(Actor actor, Guid mergeId, string etag, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var known =
                    await db.AccountMerges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == mergeId, cancellationToken)
                    ?? throw AccountMerges.NotFound(mergeId);
                await LockAsync(known.SourceId, known.TargetId, cancellationToken);
                var merge = await AccountMerges.LockAsync(db, mergeId, cancellationToken);
                if (merge.State == AccountMergeState.Confirmed)
                {
                    return merge;
                }

                merge.RequireConfirmable(etag, clock.GetUtcNow());
                await AccountMerges.RequireActiveAsync(db, merge.SourceId, merge.TargetId, cancellationToken);
                var present = await planner.EnrollmentsOf(merge.SourceId, merge.TargetId).ForUpdate().ToListAsync(cancellationToken);
                var enrollments = EnrollmentPlan.For(merge.SourceId, merge.TargetId, present);
                RequireAsPrepared(merge, await planner.PlanAsync(merge.SourceId, merge.TargetId, enrollments, cancellationToken));
                await CarryAsync(merge, enrollments, cancellationToken);
                await CloseAsync(actor, merge, cancellationToken);
                return merge;
            },
            cancellationToken
        );

    /// <summary>
    /// Orders and memberships first, then the two accounts in the order of their ids, as whoever follows a payment takes them. Locked for update, an account gets
    /// no new rows that refer to it; what was added before is in the plan.
    /// </summary>
    private async Task LockAsync(Guid sourceId, Guid targetId, CancellationToken cancellationToken)
    {
        await db.Orders.Where(o => o.StudentId == sourceId).OrderBy(o => o.Id).ForUpdate().LockAsync(cancellationToken);
        await db.Subscriptions.Where(s => s.StudentId == sourceId).OrderBy(s => s.Id).ForUpdate().LockAsync(cancellationToken);
        await db.Users.Where(u => u.Id == sourceId || u.Id == targetId).OrderBy(u => u.Id).ForUpdate().LockAsync(cancellationToken);
    }

    private static void RequireAsPrepared(AccountMerge merge, MergePlan plan)
    {
        var name = $"accountMerges/{merge.Id}";
        if (plan.Blockers.Count > 0)
        {
            throw new DomainException(
                AdministrationReasons.AccountMergeBlocked,
                "{account_merge} has to wait: {kinds}.",
                ("account_merge", name),
                ("kinds", plan.Blockers.Select(b => b.Kind).Distinct().Order().Cast<Enum>().ToList())
            )
            {
                Violations = [.. plan.Blockers.Select(b => new Violation(b.Resource, b.Advice))],
            };
        }

        if (plan.Fingerprint != merge.Etag)
        {
            throw new DomainException(
                AdministrationReasons.AccountMergeStale,
                "{account_merge} would do something else now than when it was prepared; prepare it anew.",
                ("account_merge", name)
            );
        }
    }

    private async Task CarryAsync(AccountMerge merge, IReadOnlyList<EnrollmentPlan> enrollments, CancellationToken cancellationToken)
    {
        foreach (var plan in enrollments)
        {
            switch (plan.Fate)
            {
                case EnrollmentFate.Moves:
                    await carrier.MoveAsync(plan.Enrollment, merge.TargetId, cancellationToken);
                    break;
                case EnrollmentFate.ChangesPlaces:
                    await carrier.ChangePlacesAsync(plan.Enrollment, plan.Other!, cancellationToken);
                    break;
            }
        }

        // Nobody pays for what they have.
        var gained = enrollments.Where(e => e.Enrollment.StudentId == merge.TargetId && e.Enrollment.State == EnrollmentState.Active);
        await needless.CloseAsync(merge.TargetId, [.. gained.Select(e => e.Enrollment.CourseId)], merge.Id, cancellationToken);
        foreach (var rule in MergeRules.All.Where(rule => rule.Fate == MergeFate.Moves))
        {
            await db.Database.ExecuteSqlRawAsync(rule.Move, MergePlanner.Values(merge.SourceId, merge.TargetId), cancellationToken);
        }
    }

    private async Task CloseAsync(Actor actor, AccountMerge merge, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var source = await db.Users.SingleAsync(u => u.Id == merge.SourceId, cancellationToken);
        source.MergeInto(merge.TargetId, now);
        merge.Confirm(actor.UserId, now);
        var ended = await revoker.RevokeAllAsync(merge.SourceId, except: null, cancellationToken);
        outbox.Warn(merge.SourceId, SecurityNotice.MergedIntoAnother);
        outbox.Warn(merge.TargetId, SecurityNotice.AnotherMerged);
        outbox.Tell(merge.TargetId, new AccountMerged(merge.Id));
        audit.Note(
            actor,
            "account.merge",
            $"accountMerges/{merge.Id}",
            before: new
            {
                source = $"users/{merge.SourceId}",
                target = $"users/{merge.TargetId}",
                sessions = ended,
            },
            after: new
            {
                account = $"users/{merge.TargetId}",
                reason = merge.Reason,
                moved = Told(merge.Plan.Moves),
                stayed = Told(merge.Plan.Stays),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Dictionary<string, int> Told(IEnumerable<MergeItem> items) =>
        items.GroupBy(item => item.Kind).ToDictionary(group => group.Key.ToString(), group => group.Sum(item => item.Count));
}
