using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Payments.Checkout;

/// <summary>Closes the caller's own open order: its page, if it has one, can't be paid any more, and its coupon is free.</summary>
public sealed class CancelOrder(SchoolDbContext db, GetOrder get, CloseOrder close)
{
    /// <summary>Closes it; done again, or when it had ended by itself, it changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>ORDER_NOT_FOUND</c>; <c>ORDER_NOT_OPEN</c>: it was paid, or is being paid; <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<Order> ExecuteAsync(Actor actor, Guid orderId, CancellationToken cancellationToken)
    {
        if ((await get.OwnAsync(actor, orderId, cancellationToken)).State == OrderState.Pending)
        {
            await close.ExecuteAsync(orderId, cancellationToken);
        }

        db.ChangeTracker.Clear();
        var order = await get.OwnAsync(actor, orderId, cancellationToken);
        return order.IsAlive
            ? throw new DomainException(PaymentReasons.OrderNotOpen, "The order is {state}.", ("order", $"orders/{order.Id}"), ("state", order.State))
            : order;
    }
}
