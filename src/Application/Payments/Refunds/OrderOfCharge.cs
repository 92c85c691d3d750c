using ESchool.Application.Stripe;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Refunds;

/// <summary>
/// Finds the order that a charge paid. Charges of sales name theirs; those of memberships are made by Stripe's invoices and name nothing, so they are known by
/// their id.
/// </summary>
public sealed class OrderOfCharge(SchoolDbContext db)
{
    /// <summary>Finds it.</summary>
    /// <param name="charge">The charge.</param>
    /// <param name="references">What it names.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The order; null for a charge that is not ours, or not booked yet.</returns>
    public async Task<Guid?> ExecuteAsync(ChargedBy charge, StripeReferences references, CancellationToken cancellationToken) =>
        references[PaymentReferences.Order]
        ?? await db.Orders.Where(o => o.StripeChargeId == charge.Id).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(cancellationToken);
}
