using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.StripeEvents;

/// <summary>Handles a stored event. Handling it again converges to the same state.</summary>
public sealed class ProcessStripeEvent(SchoolDbContext db, StripeEventRouter router, TimeProvider clock) : IHandle<StripeEventWork>
{
    Task IHandle<StripeEventWork>.HandleAsync(StripeEventWork work, CancellationToken cancellationToken) => ExecuteAsync(work.EventId, cancellationToken);

    /// <summary>Handles it, unless it was handled.</summary>
    public async Task ExecuteAsync(string eventId, CancellationToken cancellationToken)
    {
        var stripeEvent = await db.StripeEvents.AsNoTracking().SingleAsync(e => e.Id == eventId, cancellationToken);
        if (stripeEvent.HandledAt is not null)
        {
            return;
        }

        await router.HandleAsync(stripeEvent, cancellationToken);
        var now = clock.GetUtcNow();
        await db
            .StripeEvents.Where(e => e.Id == eventId && e.HandledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.HandledAt, now), cancellationToken);
    }
}
