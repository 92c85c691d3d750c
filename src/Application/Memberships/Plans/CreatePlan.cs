using ESchool.Application.Catalog;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Memberships;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Memberships.Plans;

/// <summary>Puts a membership on sale.</summary>
public sealed class CreatePlan(
    SchoolDbContext db,
    IOptions<CatalogOptions> catalog,
    IOptions<MembershipOptions> memberships,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>Makes a plan. Stripe's price of it is made when somebody subscribes.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="name">What members read.</param>
    /// <param name="interval">How often it is paid.</param>
    /// <param name="price">What an interval costs.</param>
    /// <param name="trialDays">For how many days a first membership is free.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>PRICE_INVALID</c>.</exception>
    public async Task<Plan> ExecuteAsync(Actor actor, string name, PlanInterval interval, Money price, int trialDays, CancellationToken cancellationToken)
    {
        catalog.Value.Limits.Check(price);
        if (price.MinorUnits == 0)
        {
            throw new DomainException(CatalogReasons.PriceInvalid, "A plan is not free; offer a trial instead.", ("price", price));
        }

        var plan = new Plan(new PlanTerms(name, interval, price, trialDays, memberships.Value.InstructorBasisPoints), clock.GetUtcNow());
        db.Plans.Add(plan);
        audit.Note(
            actor,
            "plan.create",
            $"plans/{plan.Id}",
            before: null,
            new
            {
                plan.Name,
                interval = interval.ToString(),
                price = price.ToString(),
                trialDays,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return plan;
    }
}
