using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>
/// Asks Stripe about memberships whose time is over as far as we know, and ends those it has not renewed; run every few minutes. So no news end a membership,
/// too.
/// </summary>
public sealed class SyncLapsedSubscriptions(SchoolDbContext db, Sweep sweep, SyncSubscription sync, TimeProvider clock)
{
    /// <summary>Follows what has lapsed.</summary>
    /// <returns>How many had.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lapsed = db.Subscriptions.Where(s => s.IsOpen && s.AccessUntil <= now).OrderBy(s => s.AccessUntil).Select(s => s.Id);
        return sweep.RunAsync<SyncLapsedSubscriptions>(
            "sync-lapsed-subscriptions",
            lapsed,
            (one, id) => one.OneAsync(id, cancellationToken),
            cancellationToken
        );
    }

    private async Task<bool> OneAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        await sync.ExecuteAsync(
            await db.Subscriptions.Where(s => s.Id == subscriptionId).Select(s => s.StripeSubscriptionId!).SingleAsync(cancellationToken),
            cancellationToken
        );
        return true;
    }
}
