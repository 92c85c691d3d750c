using ESchool.Application.Payments.Coupons;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Checkout;

/// <summary>
/// Closes an order that nobody has paid: its page expires, and its coupon is free again. An order without a page is over at once: if Stripe has a page for it,
/// its address was lost with the answer, and a call that is just getting it is refused when it saves.
/// </summary>
public sealed class CloseOrder(SchoolDbContext db, Stripe.Checkouts checkouts, ReversibleOrders orders, HoldCoupon holdCoupon, SyncCheckout sync)
    : IHandle<CloseOrderWork>
{
    Task IHandle<CloseOrderWork>.HandleAsync(CloseOrderWork work, CancellationToken cancellationToken) => ExecuteAsync(work.OrderId, cancellationToken);

    /// <summary>Closes it, unless it is being paid.</summary>
    /// <returns>True when it is not open any more, also because it was paid.</returns>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<bool> ExecuteAsync(Guid orderId, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        if (await db.InTransactionAsync(() => EndAsync(orderId, order => order.Expire(), cancellationToken), cancellationToken) is { } sessionId)
        {
            await checkouts.ExpireAsync(sessionId, cancellationToken);
            await sync.ExecuteAsync(sessionId, cancellationToken);
        }

        db.ChangeTracker.Clear();
        return !await db.Orders.AnyAsync(o => o.Id == orderId && (o.State == OrderState.Pending || o.State == OrderState.Processing), cancellationToken);
    }

    /// <summary>Ends an order that Stripe refused to make a page for.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="message">Stripe's words.</param>
    internal async Task FailAsync(Guid orderId, string message)
    {
        db.ChangeTracker.Clear();
        await db.InTransactionAsync(() => EndAsync(orderId, order => order.Fail(message), CancellationToken.None), CancellationToken.None);
    }

    /// <returns>The page of the order, which is not ended here then; null without one.</returns>
    private async Task<string?> EndAsync(Guid orderId, Action<Order> end, CancellationToken cancellationToken)
    {
        var order = await orders.LockAsync(orderId, studentId: null, cancellationToken);
        if (order.StripeSessionId is null)
        {
            var wasAlive = order.IsAlive;
            end(order);
            await holdCoupon.ExecuteAsync(order, wasAlive, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return order.StripeSessionId;
    }
}
