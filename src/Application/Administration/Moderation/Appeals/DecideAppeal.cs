using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Appeals;

/// <summary>Decides on an appeal. Who made the decision looks at it only when there is no other administrator.</summary>
public sealed class DecideAppeal(
    SchoolDbContext db,
    LiftDecision lift,
    CaseDesk cases,
    Administrators administrators,
    WorkOutbox outbox,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>Decides on it. The same answer again changes nothing.</summary>
    /// <param name="actor">Who decides.</param>
    /// <param name="appealId">The appeal.</param>
    /// <param name="isReversed">True when the decision was wrong: its effect is undone, or the case that was left is opened again.</param>
    /// <param name="answer">Why, for the appellant.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>APPEAL_NOT_FOUND</c>, <c>APPEAL_DECIDED</c>, <c>APPEAL_NEEDS_ANOTHER</c>,
    /// <c>DECISION_NOT_APPEALABLE</c>: another appeal has reversed it.</exception>
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
                if (appeal.State == AppealState.Open && decision.IsReversed && !isReversed)
                {
                    throw new DomainException(
                        ModerationReasons.DecisionNotAppealable,
                        "{decision} was reversed, so it can't stay.",
                        ("decision", $"decisions/{decision.Id}")
                    );
                }

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

        if (decided.State == CaseState.Open)
        {
            return;
        }

        if (await db.ModerationCases.SingleOrDefaultAsync(c => c.Target == decided.Target && c.State == CaseState.Open, cancellationToken) is { } waiting)
        {
            await cases.JoinAsync(decided, waiting.Id, cancellationToken);
            audit.Note(actor, "case.join", $"cases/{decided.Id}", after: new { joined = $"cases/{waiting.Id}" });
        }
        else
        {
            decided.Reopen(clock.GetUtcNow());
            audit.Note(actor, "case.reopen", $"cases/{decided.Id}", before: new { state = $"{CaseState.Resolved}" }, after: new { state = $"{decided.State}" });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task RequireAnotherAsync(Actor actor, ModerationDecision decision, ModerationAppeal appeal, CancellationToken cancellationToken)
    {
        Guid[] biased = [decision.ReviewerId, appeal.AppellantId, decision.PersonId];
        if (biased.Contains(actor.UserId) && await administrators.AnyBesidesAsync(biased, cancellationToken))
        {
            throw new DomainException(
                ModerationReasons.AppealNeedsAnother,
                "{appeal} is decided by an administrator who has no part in it.",
                ("appeal", $"appeals/{appeal.Id}")
            );
        }
    }
}
