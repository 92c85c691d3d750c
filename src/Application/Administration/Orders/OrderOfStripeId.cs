using ESchool.Application.Payments;
using ESchool.Application.Stripe;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Orders;

/// <summary>Finds the order behind an id that stands in Stripe's dashboard, or in the mail of somebody who paid.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class OrderOfStripeId(SchoolDbContext db, PaymentIntents payments)
{
    /// <summary>What such ids look like: of a checkout session, a charge, a payment, a refund, a dispute, an invoice.</summary>
    public const string Form = "^(cs|ch|py|pi|re|pyr|du|dp|in)_[A-Za-z0-9_]{1,200}$";

    /// <summary>Finds it. Only of a payment nothing is stored: Stripe is asked for its charge.</summary>
    /// <returns>The order; null when none has to do with the id.</returns>
    /// <exception cref="Domain.DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    internal async Task<Guid?> FindAsync(string stripeId, CancellationToken cancellationToken)
    {
        if (stripeId.StartsWith("pi_", StringComparison.Ordinal))
        {
            var payment = await payments.FindAsync(stripeId, cancellationToken);
            return payment?.References[PaymentReferences.Order] ?? (payment?.ChargeId is { } charge ? await OfChargeAsync(charge, cancellationToken) : null);
        }

        return await (
            stripeId[..stripeId.IndexOf('_', StringComparison.Ordinal)] switch
            {
                "cs" => db.Orders.Where(o => o.StripeSessionId == stripeId).Select(o => (Guid?)o.Id),
                "re" or "pyr" => db.Refunds.Where(r => r.StripeRefundId == stripeId).Select(r => (Guid?)r.OrderId),
                "du" or "dp" => db.Disputes.Where(d => d.StripeDisputeId == stripeId).Select(d => (Guid?)d.OrderId),
                "in" => db.MembershipInvoices.Where(i => i.StripeInvoiceId == stripeId).Select(i => (Guid?)i.OrderId),
                _ => db.Orders.Where(o => o.StripeChargeId == stripeId).Select(o => (Guid?)o.Id),
            }
        ).SingleOrDefaultAsync(cancellationToken);
    }

    private Task<Guid?> OfChargeAsync(string chargeId, CancellationToken cancellationToken) =>
        db.Orders.Where(o => o.StripeChargeId == chargeId).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(cancellationToken);
}
