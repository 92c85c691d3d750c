using ESchool.Domain;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>Has the caller's membership end with its period. A page that nobody has finished is closed at once.</summary>
public sealed class CancelSubscription(GetSubscription subscriptions, SyncSubscription sync, Stripe.Billing.Subscriptions stripe)
{
    /// <summary>Has it end with its period. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<SubscriptionView> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await subscriptions.ExecuteAsync(actor, cancellationToken) is { Subscription: { HasNotBegun: true } pending })
        {
            await sync.CloseCheckoutAsync(pending, cancellationToken);
            return await subscriptions.ExecuteAsync(actor, cancellationToken);
        }

        var stripeSubscriptionId = (await subscriptions.RunningAsync(actor, cancellationToken)).Subscription.StripeSubscriptionId!;
        await stripe.SetCancelAtPeriodEndAsync(stripeSubscriptionId, cancels: true, cancellationToken);
        await sync.ExecuteAsync(stripeSubscriptionId, cancellationToken);
        return await subscriptions.ExecuteAsync(actor, cancellationToken);
    }
}
