using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Billing;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>
/// Changes the plan of the caller's membership at once: what is unused of the old one is credited, the new one is charged for the rest of the period, or, with
/// another interval, for a new one.
/// </summary>
public sealed class ChangePlan(PreviewPlanChange preview, GetSubscription subscriptions, SyncSubscription sync, Stripe.Billing.Subscriptions stripe)
{
    /// <summary>Changes it. Done again it changes nothing, and neither does a declined card.</summary>
    /// <exception cref="DomainException">
    /// <c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>PLAN_NOT_FOUND</c>: also in another currency; <c>PAYMENT_DECLINED</c>,
    /// <c>CHECKOUT_REFUSED</c>: nothing has changed; <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<SubscriptionView> ExecuteAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var (report, plan) = await preview.PrepareAsync(actor, planId, cancellationToken);
        if (report.PriceReferences[MembershipReferences.Plan] != plan.Id)
        {
            await ChangeAsync(report, plan, cancellationToken);
        }

        await sync.ExecuteAsync(report.Id, cancellationToken);
        return await subscriptions.ExecuteAsync(actor, cancellationToken);
    }

    private async Task ChangeAsync(SubscriptionReport report, Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            await stripe.ChangePriceAsync(report, plan.StripePriceId!, cancellationToken);
        }
        catch (StripeRefusedException refusal)
        {
            throw refusal.IsDeclined
                ? new DomainException(PaymentReasons.PaymentDeclined, "The bank declined the payment: {message}", ("message", refusal.Message))
                : new DomainException(PaymentReasons.CheckoutRefused, "Stripe does not change the plan: {message}", ("message", refusal.Message));
        }
    }
}
