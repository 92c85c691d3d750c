using ESchool.Data;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Disputes;

/// <summary>Says what the grants that an order paid for name as their source: the order itself, or the period of a membership that it was paid for.</summary>
public sealed class GrantSource(SchoolDbContext db)
{
    /// <summary>Finds it.</summary>
    public async Task<string> ExecuteAsync(Order order, CancellationToken cancellationToken)
    {
        if (!order.IsMembership)
        {
            return $"orders/{order.Id}";
        }

        // The payment of a change inside a period is for what that period opened.
        var invoice = await db.MembershipInvoices.AsNoTracking().SingleAsync(i => i.OrderId == order.Id, cancellationToken);
        var opened = await db
            .MembershipInvoices.Where(i => i.SubscriptionId == invoice.SubscriptionId && i.OpensPeriod && i.ServiceStart <= invoice.ServiceStart)
            .MaxAsync(i => (DateTimeOffset?)i.ServiceStart, cancellationToken);
        return Subscription.GrantSourceOf(invoice.SubscriptionId, opened ?? invoice.ServiceStart);
    }
}
