using ESchool.Data;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Memberships;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments;

/// <summary>Says what the grants that an order paid for name as their source: the order itself, or the period of a membership that it was paid for.</summary>
public sealed class GrantSource(SchoolDbContext db)
{
    /// <summary>Finds it.</summary>
    public async Task<string> ExecuteAsync(Order order, CancellationToken cancellationToken)
    {
        var invoice = order.IsMembership ? await db.MembershipInvoices.AsNoTracking().SingleOrDefaultAsync(i => i.OrderId == order.Id, cancellationToken) : null;
        return invoice is null ? $"orders/{order.Id}" : Subscription.GrantSourceOf(invoice.SubscriptionId, invoice.ServiceStart);
    }
}
