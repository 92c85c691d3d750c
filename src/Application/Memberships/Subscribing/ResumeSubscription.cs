using ESchool.Domain;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>Takes a cancellation back while the period runs.</summary>
public sealed class ResumeSubscription(GetSubscription subscriptions, SyncSubscription sync, Stripe.Billing.Subscriptions stripe)
{
    /// <summary>Takes it back. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<SubscriptionView> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var stripeSubscriptionId = (await subscriptions.RunningAsync(actor, cancellationToken)).Subscription.StripeSubscriptionId!;
        await stripe.SetCancelAtPeriodEndAsync(stripeSubscriptionId, cancels: false, cancellationToken);
        await sync.ExecuteAsync(stripeSubscriptionId, cancellationToken);
        return await subscriptions.ExecuteAsync(actor, cancellationToken);
    }
}
