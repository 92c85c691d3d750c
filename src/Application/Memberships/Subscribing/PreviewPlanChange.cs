using ESchool.Application.Memberships.Plans;
using ESchool.Application.Stripe.Billing;
using ESchool.Domain;
using ESchool.Domain.Memberships;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>What a change of plan costs now.</summary>
/// <param name="Due">What is charged at once.</param>
/// <param name="Prorated">What is charged for the new plan less what is unused of the old one; negative when a credit is left for invoices to come.</param>
public sealed record PlanChange(Money Due, Money Prorated);

/// <summary>Says what <see cref="ChangePlan"/> would cost now, and changes nothing.</summary>
public sealed class PreviewPlanChange(GetSubscription subscriptions, ListPlans plans, PriceOfPlan priceOfPlan, Stripe.Billing.Subscriptions stripe)
{
    /// <summary>Says what a change would cost now, and changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>SUBSCRIPTION_NOT_FOUND</c>, <c>SUBSCRIPTION_NOT_ACTIVE</c>, <c>PLAN_NOT_FOUND</c>: also in another currency; <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<PlanChange> ExecuteAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
    {
        var (report, plan) = await PrepareAsync(actor, planId, cancellationToken);
        if (report.PriceReferences[MembershipReferences.Plan] == plan.Id)
        {
            return new PlanChange(Money.Zero(plan.Currency), Money.Zero(plan.Currency));
        }

        var (due, total) = await stripe.PreviewPriceAsync(report, plan.StripePriceId!, cancellationToken);
        return new PlanChange(due, total);
    }

    /// <summary>The membership as Stripe has it, and the plan that it may change to.</summary>
    internal async Task<(SubscriptionReport Report, Plan Plan)> PrepareAsync(Actor actor, Guid planId, CancellationToken cancellationToken)
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
