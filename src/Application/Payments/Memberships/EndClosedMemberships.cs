using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Payments.Memberships;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Memberships;

/// <summary>Ends memberships of accounts that were closed, at Stripe, so that nobody pays for an account that is gone: with their period at first, and at once when the account is erased. Run every hour.</summary>
public sealed class EndClosedMemberships(SchoolDbContext db, FollowSubscription follow, StripeGateway stripe)
{
    private const int BatchSize = 100;

    /// <summary>Ends what is to be ended. An account that is restored keeps a membership that ends with its period, and may resume it.</summary>
    /// <returns>How many memberships were ended.</returns>
    /// <exception cref="Domain.DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var closed = await (
            from subscription in db.Subscriptions
            join user in db.Users on subscription.StudentId equals user.Id
            where subscription.StripeSubscriptionId != null && Subscription.OpenStates.Contains(subscription.State)
                && user.DeleteAt != null && (user.ErasedAt != null || !subscription.CancelsAtPeriodEnd)
            orderby subscription.Id
            select new { Id = subscription.StripeSubscriptionId!, IsErased = user.ErasedAt != null }).Take(BatchSize).ToListAsync(cancellationToken);
        await OneByOne.RunAsync(
            closed,
            async subscription =>
            {
                db.ChangeTracker.Clear();
                await (subscription.IsErased ? stripe.CancelSubscriptionAsync(subscription.Id, cancellationToken) : stripe.SetCancelAtPeriodEndAsync(subscription.Id, cancels: true, cancellationToken));
                await follow.ExecuteAsync(subscription.Id, cancellationToken);
            },
            cancellationToken);
        return closed.Count;
    }
}
