using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.StripeEvents;

/// <summary>Finds events that Stripe sent and that never arrived, and takes them in; run every few minutes.</summary>
public sealed class SweepStripeEvents(SchoolDbContext db, Sweep sweep, Events events, TimeProvider clock, ILogger<SweepStripeEvents> logger)
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
        var since = await SinceAsync(cancellationToken);
        var listed = await events.ListAsync(StripeEventRouter.HandledTypes, since, cancellationToken);

        // What has arrived is left out at once, which spares a transaction for each; storing looks again.
        var arrived = await db.StripeEvents.Where(e => e.ReceivedAt >= since).Select(e => e.Id).ToHashSetAsync(cancellationToken);
        return await sweep.RunAsync(
            "sweep-stripe-events",
            listed.Where(e => !arrived.Contains(e.Id)).ToList(),
            e => e.Id,
            (ReceiveStripeEvent receive, (string Id, string Type, string Json) e) => StoreAsync(receive, e.Id, e.Type, e.Json, cancellationToken),
            cancellationToken
        );
    }

    private async Task<bool> StoreAsync(ReceiveStripeEvent receive, string id, string type, string json, CancellationToken cancellationToken)
    {
        if (await receive.StoreAsync(id, type, json, cancellationToken) != StripeDelivery.Stored)
        {
            return false;
        }

        logger.LogWarning("Stripe event {Event} of type {Type} never arrived and was swept.", id, type);
        return true;
    }

    /// <summary>After an outage, from the last event that arrived on.</summary>
    private async Task<DateTimeOffset> SinceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = await db.StripeEvents.MaxAsync(e => (DateTimeOffset?)e.ReceivedAt, cancellationToken) ?? now - Kept;
        return new[] { now - Window, last - Window }.Min() is var since && since < now - Kept ? now - Kept : since;
    }

    /// <summary>Asks again for all that is stored and not handled, once an hour for each: those that are never handled keep none behind them waiting.</summary>
    private async Task AskAgainAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (before, hour) = (now - Patience, $"{now:yyyy-MM-ddTHH}");
        var stuck = await db
            .StripeEvents.Where(e => e.HandledAt == null && e.ReceivedAt < before)
            .Where(e => !db.OutboxMessages.Any(m => m.Kind == StripeEventWork.Kind && m.DeduplicationKey == e.Id + ":" + hour))
            .OrderBy(e => e.ReceivedAt)
            .Select(e => e.Id)
            .ToListAsync(cancellationToken);
        await sweep.RunAsync(
            "repeat-stripe-events",
            stuck,
            id => id,
            (WorkOutbox outbox, string id) => outbox.TryAddAsync(new StripeEventWork(id), $"{id}:{hour}", cancellationToken),
            cancellationToken
        );
    }
}
