using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Tax;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Billing;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Memberships.Plans;

/// <summary>Stripe's price of a plan: made when it is needed first, by a key that derives from the plan, and remembered.</summary>
public sealed class PriceOfPlan(SchoolDbContext db, Stripe.Billing.Prices prices, IOptions<TaxOptions> taxes)
{
    /// <summary>Finds or makes it.</summary>
    /// <param name="plan">The plan, tracked.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <returns>Stripe's id, <c>price_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<string> ExecuteAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.StripePriceId is null)
        {
            var request = new PriceRequest(
                new StripeReference(MembershipReferences.Plan, plan.Id),
                plan.Name,
                plan.Price,
                plan.Interval == PlanInterval.Year ? "year" : "month",
                taxes.Value.Asked?.ToStripe()
            );
            plan.AttachPrice(await prices.CreateAsync(request, cancellationToken));
            await db.SaveChangesAsync(CancellationToken.None);
        }

        return plan.StripePriceId!;
    }
}
