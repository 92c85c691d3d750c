using ESchool.Data;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Disputes;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Checkout;

/// <summary>Says what the grants of a paid order are worth: nothing once it was given back or lost, and nothing for now while it is disputed.</summary>
public sealed class GrantWorth(SchoolDbContext db)
{
    /// <summary>Looks at the order, which the caller has locked, and its disputes.</summary>
    public async Task<GrantState> ExecuteAsync(Order order, CancellationToken cancellationToken)
    {
        var disputes = await db.Disputes.Where(d => d.OrderId == order.Id).Select(d => d.State).ToListAsync(cancellationToken);
        return order.State == OrderState.Refunded || disputes.Contains(DisputeState.Lost) ? GrantState.Revoked
            : disputes.Contains(DisputeState.Open) ? GrantState.Suspended
            : GrantState.Live;
    }
}
