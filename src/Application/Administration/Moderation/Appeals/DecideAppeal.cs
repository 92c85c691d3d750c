using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Appeals;

/// <summary>Decides on an appeal. Who made the decision looks at it only when there is no other administrator.</summary>
public sealed class DecideAppeal(SchoolDbContext db, LiftDecision lift, CaseDesk cases, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Decides on it. The same answer again changes nothing.</summary>
    /// <param name="actor">Who decides.</param>
    /// <param name="appealId">The appeal.</param>
    /// <param name="isReversed">True when the decision was wrong: its effect is undone, or the case that was left is opened again.</param>
    /// <param name="answer">Why, for the appellant.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>APPEAL_NOT_FOUND</c>, <c>APPEAL_DECIDED</c>, <c>APPEAL_NEEDS_ANOTHER</c>.</exception>
    public Task<AppealFile> ExecuteAsync(Actor actor, Guid appealId, bool isReversed, string answer, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var decisionId = await db
                    .ModerationAppeals.Where(a => a.Id == appealId)
                    .Select(a => (Guid?)a.DecisionId)
                    .SingleOrDefaultAsync(cancellationToken);
                if (decisionId is null)
                {
                    throw new DomainException(ModerationReasons.AppealNotFound, "{appeal} does not exist.", ("appeal", $"appeals/{appealId}"));
                }

                var decision = await lift.LockAsync(decisionId.Value, cancellationToken);
                var appeal = await db.ModerationAppeals.Where(a => a.Id == appealId).ForUpdate().SingleAsync(cancellationToken);
                await RequireAnotherAsync(actor, decision, appeal, cancellationToken);
                if (appeal.Decide(actor.UserId, isReversed, answer, clock.GetUtcNow()))
                {
                    await ApplyAsync(actor, decision, appeal, cancellationToken);
                }

                return new AppealFile(appeal, decision);
            },
            cancellationToken
        );

    private async Task ApplyAsync(Actor actor, ModerationDecision decision, ModerationAppeal appeal, CancellationToken cancellationToken)
    {
        audit.Note(
            actor,
            "appeal.decide",
            $"appeals/{appeal.Id}",
            before: new { state = $"{AppealState.Open}" },
            after: new { state = $"{appeal.State}", same_reviewer = decision.ReviewerId == actor.UserId }
        );
        outbox.Tell(appeal.AppellantId, new AppealDecided(decision.Id, appeal.State));
        outbox.Add(new AppealDecidedEmailWork(appeal.Id), appeal.Id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        if (appeal.State == AppealState.Reversed)
        {
            await lift.LiftAsync(actor, decision, appeal.Answer, isReversed: true, cancellationToken);
            if (decision.Act == ModerationAct.None)
            {
                await ReopenAsync(actor, decision, cancellationToken);
            }
        }
    }

    /// <summary>What was left as it is is decided again; the reports count against nobody until then.</summary>
    private async Task ReopenAsync(Actor actor, ModerationDecision decision, CancellationToken cancellationToken)
    {
        await db
            .ModerationReports.Where(r => r.CaseId == decision.CaseId && r.UnfoundedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.UnfoundedAt, (DateTimeOffset?)null), cancellationToken);
        var decided = await cases.LockAsync(decision.CaseId, cancellationToken);

        // Reported by others meanwhile, it waits already.
        if (
            decided.State == CaseState.Resolved
            && !await db.ModerationCases.AnyAsync(c => c.Target == decided.Target && c.State == CaseState.Open, cancellationToken)
        )
        {
            decided.Reopen(clock.GetUtcNow());
            audit.Note(actor, "case.reopen", $"cases/{decided.Id}", before: new { state = $"{CaseState.Resolved}" }, after: new { state = $"{decided.State}" });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task RequireAnotherAsync(Actor actor, ModerationDecision decision, ModerationAppeal appeal, CancellationToken cancellationToken)
    {
        Guid[] biased = [decision.ReviewerId, appeal.AppellantId, decision.PersonId];
        var isBiased = biased.Contains(actor.UserId);
        if (
            isBiased
            && await db.Users.AnyAsync(
                u => (u.Roles & Roles.Admin) != 0 && u.SuspendedAt == null && u.DeleteAt == null && u.ErasedAt == null && !biased.Contains(u.Id),
                cancellationToken
            )
        )
        {
            throw new DomainException(
                ModerationReasons.AppealNeedsAnother,
                "{appeal} is decided by an administrator who has no part in it.",
                ("appeal", $"appeals/{appeal.Id}")
            );
        }
    }
}
