using ESchool.Application.Payments.StripeEvents;
using ESchool.Data;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payments;

/// <summary>Finds events that Stripe sent and that never arrived, and takes them in; run every few minutes.</summary>
public sealed class SweepStripeEvents(SchoolDbContext db, StripeGateway stripe, ReceiveStripeEvent receive, TimeProvider clock, ILogger<SweepStripeEvents> logger)
{
    /// <summary>Stripe keeps events for 30 days and retries for three; what is older than the window was seen by an earlier sweep.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(6);

    /// <summary>Takes in what is missing.</summary>
    /// <returns>How many events were missing.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var found = 0;
        foreach (var (id, type, json) in await stripe.ListEventsAsync(StripeEventRouter.HandledTypes, clock.GetUtcNow() - Window, cancellationToken))
        {
            if (await receive.StoreAsync(id, type, json, cancellationToken) == StripeDelivery.Stored)
            {
                logger.LogWarning("Stripe event {Event} of type {Type} never arrived and was swept.", id, type);
                found++;
            }

            db.ChangeTracker.Clear();
        }

        return found;
    }
}
