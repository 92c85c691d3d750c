using ESchool.Domain;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>Has the caller's membership end with its period, or go on after all. A page that nobody has finished is closed at once.</summary>
public sealed class CancelSubscription(GetSubscription subscriptions, FollowSubscription follow, Stripe.Billing.Subscriptions stripe)
{
    /// <summary>Has it end with its period. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<SubscriptionView> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (await subscriptions.ExecuteAsync(actor, cancellationToken) is { Subscription: { HasNotBegun: true } pending })
        {
            await follow.CloseCheckoutAsync(pending, cancellationToken);
            return await subscriptions.ExecuteAsync(actor, cancellationToken);
        }

        return await SetAsync(actor, cancels: true, cancellationToken);
    }

    /// <summary>Takes that back while the period runs. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<SubscriptionView> ResumeAsync(Actor actor, CancellationToken cancellationToken) => SetAsync(actor, cancels: false, cancellationToken);

    private async Task<SubscriptionView> SetAsync(Actor actor, bool cancels, CancellationToken cancellationToken)
    {
        var stripeSubscriptionId = (await subscriptions.RunningAsync(actor, cancellationToken)).Subscription.StripeSubscriptionId!;
        await stripe.SetCancelAtPeriodEndAsync(stripeSubscriptionId, cancels, cancellationToken);
        await follow.ExecuteAsync(stripeSubscriptionId, cancellationToken);
        return await subscriptions.ExecuteAsync(actor, cancellationToken);
    }
}
