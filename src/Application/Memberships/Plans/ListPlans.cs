using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Plans;

/// <summary>Lists the plans that are on sale.</summary>
public sealed class ListPlans(SchoolDbContext db)
{
    /// <summary>Reads them: a handful, the cheapest of each currency first.</summary>
    public async Task<IReadOnlyList<Plan>> ExecuteAsync(CancellationToken cancellationToken) =>
        await db
            .Plans.AsNoTracking()
            .Where(p => p.RetiredAt == null)
            .OrderBy(p => p.Currency)
            .ThenBy(p => p.PriceMinorUnits)
            .ThenBy(p => p.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Reads one, to be changed.</summary>
    /// <exception cref="DomainException"><c>PLAN_NOT_FOUND</c>: also when it is not on sale.</exception>
    internal async Task<Plan> OnSaleAsync(Guid planId, CancellationToken cancellationToken) =>
        await db.Plans.SingleOrDefaultAsync(p => p.Id == planId && p.RetiredAt == null, cancellationToken) ?? throw NotFound(planId);

    internal static DomainException NotFound(Guid planId) => new(PaymentReasons.PlanNotFound, "{plan} is not on sale.", ("plan", $"plans/{planId}"));
}
