using ESchool.Application.Payments.Memberships;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments;

/// <summary>
/// Finds the order that a charge paid. Charges of sales name theirs; those of memberships are made by Stripe's invoices and name nothing, so they are known by their id,
/// and booked first when news of what became of them came before their own.
/// </summary>
public sealed class OrderOfCharge(SchoolDbContext db, StripeGateway stripe, SettleInvoice settleInvoice)
{
    /// <summary>Finds it.</summary>
    /// <param name="named">The order that the charge names; null for none.</param>
    /// <param name="charge">The charge.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <returns>The order; null for a charge that is not ours.</returns>
    /// <exception cref="Domain.DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Guid?> ExecuteAsync(Guid? named, ChargedBy charge, CancellationToken cancellationToken)
    {
        var known = named ?? await KnownAsync(charge, cancellationToken);
        if (known is not null)
        {
            return known;
        }

        if (charge.PaymentIntentId is null || await stripe.FindInvoiceAsync(charge.PaymentIntentId, cancellationToken) is not { } invoiceId)
        {
            return null;
        }

        await settleInvoice.ExecuteAsync(invoiceId, cancellationToken);
        return await KnownAsync(charge, cancellationToken);
    }

    private Task<Guid?> KnownAsync(ChargedBy charge, CancellationToken cancellationToken) =>
        db.Orders.Where(o => o.StripeChargeId == charge.Id).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(cancellationToken);
}
