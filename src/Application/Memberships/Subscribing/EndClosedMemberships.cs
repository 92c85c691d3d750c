using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>
/// Ends memberships of accounts that were closed, at Stripe, so that nobody pays for an account that is gone: with their period at first, and at once when the
/// account is erased. Run every hour.
/// </summary>
public sealed class EndClosedMemberships(SchoolDbContext db, Sweep sweep, SyncSubscription sync, Stripe.Billing.Subscriptions subscriptions)
{
    /// <summary>Ends what is to be ended. An account that is restored keeps a membership that ends with its period, and may resume it.</summary>
    /// <returns>How many memberships were ended.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<EndClosedMemberships>(
            "end-closed-memberships",
            Closed().OrderBy(c => c.Id).Select(c => c.Id),
            (end, id) => end.OneAsync(id, cancellationToken),
            cancellationToken
        );

    private IQueryable<ClosedMembership> Closed() =>
        from subscription in db.Subscriptions
        join user in db.Users on subscription.StudentId equals user.Id
        where
            subscription.StripeSubscriptionId != null
            && Subscription.OpenStates.Contains(subscription.State)
            && user.DeleteAt != null
            && (user.ErasedAt != null || !subscription.CancelsAtPeriodEnd)
        select new ClosedMembership
        {
            Id = subscription.Id,
            StripeId = subscription.StripeSubscriptionId!,
            IsErased = user.ErasedAt != null,
        };

    private async Task<bool> OneAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        if (await Closed().SingleOrDefaultAsync(c => c.Id == subscriptionId, cancellationToken) is not { } closed)
        {
            return false;
        }

        await (
            closed.IsErased
                ? subscriptions.CancelAsync(closed.StripeId, cancellationToken)
                : subscriptions.SetCancelAtPeriodEndAsync(closed.StripeId, cancels: true, cancellationToken)
        );
        await sync.ExecuteAsync(closed.StripeId, cancellationToken);
        return true;
    }

    /// <summary>A membership of an account that is closed. Init properties, so that Postgres filters by them.</summary>
    private sealed class ClosedMembership
    {
        public Guid Id { get; init; }

        public string StripeId { get; init; } = "";

        public bool IsErased { get; init; }
    }
}
