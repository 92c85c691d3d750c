using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Memberships;

/// <summary>Asks Stripe about memberships whose time is over as far as we know, and ends those it has not renewed; run every few minutes. So no news end a membership, too.</summary>
public sealed class FollowLapsedSubscriptions(SchoolDbContext db, FollowSubscription follow, TimeProvider clock)
{
    private const int BatchSize = 100;

    /// <summary>Follows what has lapsed.</summary>
    /// <returns>How many had.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var lapsed = await db.Subscriptions.Where(s => s.IsOpen && s.AccessUntil <= now).OrderBy(s => s.AccessUntil).Take(BatchSize).Select(s => s.StripeSubscriptionId!).ToListAsync(cancellationToken);
        await OneByOne.RunAsync(
            lapsed,
            stripeSubscriptionId =>
            {
                db.ChangeTracker.Clear();
                return follow.ExecuteAsync(stripeSubscriptionId, cancellationToken);
            },
            cancellationToken);
        return lapsed.Count;
    }
}
