using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.StripeEvents;

/// <summary>Finds events that Stripe sent and that never arrived, and takes them in; run every few minutes.</summary>
public sealed class SweepStripeEvents(
    SchoolDbContext db,
    Events events,
    ReceiveStripeEvent receive,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<SweepStripeEvents> logger
)
{
    /// <summary>How far back a sweep looks while events arrive.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    /// <summary>Stripe keeps events for so long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>An event that is stored for so long and not handled is asked for again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Takes in what is missing.</summary>
    /// <returns>How many events were missing.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        // First what we have: it needs no answer of Stripe's.
        await AskAgainAsync(cancellationToken);
        var found = 0;
        foreach (var (id, type, json) in await events.ListAsync(StripeEventRouter.HandledTypes, await SinceAsync(cancellationToken), cancellationToken))
        {
            db.ChangeTracker.Clear();
            found += await TryStoreAsync(id, type, json, cancellationToken) ? 1 : 0;
        }

        return found;
    }

    /// <summary>One that cannot be stored keeps no other waiting; the next sweep finds it again.</summary>
    private async Task<bool> TryStoreAsync(string id, string type, string json, CancellationToken cancellationToken)
    {
        try
        {
            if (await receive.StoreAsync(id, type, json, cancellationToken) != StripeDelivery.Stored)
            {
                return false;
            }

            logger.LogWarning("Stripe event {Event} of type {Type} never arrived and was swept.", id, type);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(fault, "Stripe event {Event} of type {Type} could not be stored; the others go on.", id, type);
            return false;
        }
    }

    /// <summary>After an outage, from the last event that arrived on.</summary>
    private async Task<DateTimeOffset> SinceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = await db.StripeEvents.MaxAsync(e => (DateTimeOffset?)e.ReceivedAt, cancellationToken) ?? now - Kept;
        return new[] { now - Window, last - Window }.Min() is var since && since < now - Kept ? now - Kept : since;
    }

    private async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = now - Patience;
        var stuck = await db
            .StripeEvents.Where(e => e.HandledAt == null && e.ReceivedAt < before)
            .OrderBy(e => e.ReceivedAt)
            .Take(100)
            .Select(e => e.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in stuck)
        {
            await outbox.TryAddAsync(new StripeEventWork(id), $"{id}:{now:yyyy-MM-ddTHH}", cancellationToken);
        }
    }
}
