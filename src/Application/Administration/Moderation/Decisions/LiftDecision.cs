using ESchool.Application.Administration.Moderation.Targets;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>Ends the effect of a decision: after what was wrong is mended, or because it was wrong itself.</summary>
public sealed class LiftDecision(SchoolDbContext db, TargetDesk targets, TargetActs acts, DecisionLifting lifting)
{
    /// <summary>Lifts it. Doing it again changes nothing.</summary>
    /// <param name="actor">Who lifts it.</param>
    /// <param name="decisionId">The decision.</param>
    /// <param name="reason">Why, for whom it concerns.</param>
    /// <param name="isReversed">True when it was wrong from the beginning.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>DECISION_NOT_FOUND</c>.</exception>
    public Task<DecisionFile> ExecuteAsync(Actor actor, Guid decisionId, string reason, bool isReversed, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var decision = await LockAsync(decisionId, cancellationToken);
                await LiftAsync(actor, decision, reason, isReversed, cancellationToken);
                return (await DecisionFiles.ReadAsync(db, db.ModerationDecisions.Where(d => d.Id == decisionId), cancellationToken))[0];
            },
            cancellationToken
        );

    /// <summary>Locks a decision, after what it is about.</summary>
    /// <exception cref="DomainException"><c>DECISION_NOT_FOUND</c>.</exception>
    internal async Task<ModerationDecision> LockAsync(Guid decisionId, CancellationToken cancellationToken)
    {
        var target =
            await db.ModerationDecisions.Where(d => d.Id == decisionId).Select(d => d.Target).SingleOrDefaultAsync(cancellationToken)
            ?? throw DecisionFiles.NotFound(decisionId);
        await targets.LockAsync(ModerationTarget.Parse(target)!, ModerationAct.None, cancellationToken);
        return await db.ModerationDecisions.Where(d => d.Id == decisionId).ForUpdate().SingleAsync(cancellationToken);
    }

    /// <summary>Lifts a decision that is locked, and undoes what it did.</summary>
    internal async Task LiftAsync(Actor actor, ModerationDecision decision, string reason, bool isReversed, CancellationToken cancellationToken)
    {
        if (await lifting.LiftAsync(actor, decision, reason, isReversed, cancellationToken))
        {
            await acts.UndoAsync(actor, decision, reason, cancellationToken);
        }
    }
}
