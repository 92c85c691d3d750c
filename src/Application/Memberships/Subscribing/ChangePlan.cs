using ESchool.Application.Memberships.Plans;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Billing;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>What a change of plan costs now.</summary>
/// <param name="Due">What is charged at once.</param>
/// <param name="Prorated">What is charged for the new plan less what is unused of the old one; negative when a credit is left for invoices to come.</param>
public sealed record PlanChange(Money Due, Money Prorated);

/// <summary>Changes the plan of the caller's membership at once: what is unused of the old one is credited, the new one is charged for the rest of the period, or, with another interval, for a new one.</summary>
public sealed class ChangePlan(GetSubscription subscriptions, ListPlans plans, PriceOfPlan priceOfPlan, FollowSubscription follow, Stripe.Billing.Subscriptions stripe)
{
    /// <summary>Says what a change would cost now, and changes nothing.</summary>
    /// <exception cref="DomainException"><c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>PLAN_NOT_FOUND</c>: also in another currency; <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<PlanChange> PreviewAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var (report, plan) = await PrepareAsync(actor, planId, cancellationToken);
        if (report.PriceReferences[MembershipReferences.Plan] == plan.Id)
        {
            return new PlanChange(Money.Zero(plan.Currency), Money.Zero(plan.Currency));
        }

        var (due, total) = await stripe.PreviewPriceAsync(report, plan.StripePriceId!, cancellationToken);
        return new PlanChange(due, total);
    }

    /// <summary>Changes it. Done again it changes nothing, and neither does a declined card.</summary>
    /// <exception cref="DomainException">
    /// <c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>PLAN_NOT_FOUND</c>: also in another currency; <c>PAYMENT_DECLINED</c>,
    /// <c>CHECKOUT_REFUSED</c>: nothing has changed; <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<SubscriptionView> ExecuteAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var (report, plan) = await PrepareAsync(actor, planId, cancellationToken);
        if (report.PriceReferences[MembershipReferences.Plan] != plan.Id)
        {
            await ChangeAsync(report, plan, cancellationToken);
        }

        await follow.ExecuteAsync(report.Id, cancellationToken);
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

    private async Task<(SubscriptionReport Report, Plan Plan)> PrepareAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var running = await subscriptions.RunningAsync(actor, cancellationToken);
        var plan = await plans.OnSaleAsync(planId, cancellationToken);
        if (plan.Currency != running.Plan.Currency)
        {
            throw ListPlans.NotFound(planId);
        }

        await priceOfPlan.ExecuteAsync(plan, cancellationToken);
        return (await stripe.GetAsync(running.Subscription.StripeSubscriptionId!, cancellationToken), plan);
    }
}
