using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.StripeEvents;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.StripeEvents;

/// <summary>Handles a stored event of Stripe once more. Handlers read Stripe's object anew, so it repairs what was missed and changes nothing else.</summary>
public sealed class ReplayStripeEvent(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Asks for it to be handled; that happens in the Workers.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="eventId">Stripe's id, <c>evt_…</c>.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <returns>The event, as not handled.</returns>
    /// <exception cref="DomainException"><c>STRIPE_EVENT_NOT_FOUND</c>.</exception>
    public Task<StripeEvent> ExecuteAsync(Actor actor, string eventId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var stripeEvent =
                    await db.StripeEvents.Where(e => e.Id == eventId).ForUpdate().SingleOrDefaultAsync(cancellationToken)
                    ?? throw new DomainException(PaymentReasons.StripeEventNotFound, "No event {stripe_event} is stored.", ("stripe_event", eventId));
                audit.Note(actor, "stripe_event.replay", $"stripeEvents/{eventId}", new { stripeEvent.HandledAt }, new { stripeEvent.Type });
                stripeEvent.Reopen();
                outbox.Add(new StripeEventWork(eventId), $"{eventId}:{clock.GetUtcNow():O}");
                await db.SaveChangesAsync(cancellationToken);
                return stripeEvent;
            },
            cancellationToken
        );
}
