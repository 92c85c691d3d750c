using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Moderation.Decisions;

/// <summary>Notes that the effect of decisions has ended, and tells whom they concern. What they restrict is undone by whoever calls.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class DecisionLifting(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>
    /// Notes that staff ended the effect themselves, such as by reinstating a course: the decisions that restricted the target are lifted. Inside the
    /// transaction of the cause.
    /// </summary>
    /// <param name="actor">Who.</param>
    /// <param name="target">The resource name of what is restricted no longer.</param>
    /// <param name="act">Which restriction; of a course both are the same.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    internal async Task NoteAsync(Actor actor, string target, ModerationAct act, string reason, CancellationToken cancellationToken)
    {
        var inForce = await db.ModerationDecisions.InForce(target, act).OrderBy(d => d.Id).ForUpdate().ToListAsync(cancellationToken);
        foreach (var decision in inForce)
        {
            await LiftAsync(actor, decision, reason, isReversed: false, cancellationToken);
        }
    }

    /// <summary>Notes that the effect of a decision has ended; its lock is held.</summary>
    /// <returns>False when it had ended before.</returns>
    internal async Task<bool> LiftAsync(Actor actor, ModerationDecision decision, string reason, bool isReversed, CancellationToken cancellationToken)
    {
        var (wasReversed, lifted) = (decision.IsReversed, decision.Lift(actor.UserId, reason, isReversed, clock.GetUtcNow()));
        if (lifted || wasReversed != decision.IsReversed)
        {
            audit.Note(
                actor,
                "decision.lift",
                $"decisions/{decision.Id}",
                before: new { in_force = lifted },
                after: new { in_force = false, reversed = decision.IsReversed }
            );
        }

        if (lifted && decision.Ruling.Concerns)
        {
            outbox.Tell(decision.PersonId, new ModerationLifted(decision.Id));
            outbox.Add(new DecisionLiftedEmailWork(decision.Id), decision.Id.ToString());
        }

        await db.SaveChangesAsync(cancellationToken);
        return lifted;
    }
}
