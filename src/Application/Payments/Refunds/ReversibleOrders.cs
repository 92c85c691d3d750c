using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payments.Refunds;

/// <summary>What refunds and disputes of an order have in common. An order is locked first, then its enrollment, its earning, and the accounts.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ReversibleOrders(SchoolDbContext db, IEnumerable<IOrderReversal> reversals)
{
    /// <summary>Loads an order and locks it until the transaction ends.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="studentId">Whose it must be; null for anybody's.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>.</exception>
    public async Task<Order> LockAsync(Guid orderId, Guid? studentId, CancellationToken cancellationToken) =>
        await db.Orders.Where(o => o.Id == orderId && (studentId == null || o.StudentId == studentId)).ForUpdate().SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(PaymentReasons.OrderNotFound, "{order} does not exist.", ("order", $"orders/{orderId}"));

    /// <summary>Loads an order that Stripe tells of and locks it until the transaction ends.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>; <c>DEPENDENCY_UNAVAILABLE</c>: its payment is not booked yet, try again.</exception>
    public async Task<Order> LockPaidAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var order = await LockAsync(orderId, studentId: null, cancellationToken);
        return order.PaidAt is not null
            ? order
            : throw new DomainException(
                CallReasons.DependencyUnavailable,
                "The news came before its payment was booked; it will be tried again.",
                ("dependency", "stripe")
            );
    }

    /// <summary>Refunds of a locked order that were decided and are not booked yet, in minor units.</summary>
    public Task<long> RequestedAsync(Order order, CancellationToken cancellationToken) =>
        db.Refunds.Where(r => r.OrderId == order.Id && r.State == RefundState.Requested).SumAsync(r => r.MinorUnits, cancellationToken);

    /// <summary>Saves what has become of a locked order's payment: access follows, and the ledger, last, because it locks the platform's accounts.</summary>
    /// <param name="order">The order, as it was.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="source">What caused it; changed by the caller.</param>
    /// <param name="after">What has gone back of the order now.</param>
    /// <param name="settlement">What it moved on the balance at Stripe.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    public async Task MoveAsync(
        Order order,
        TransactionKind kind,
        string source,
        SaleStanding after,
        Settlement settlement,
        CancellationToken cancellationToken
    )
    {
        var before = order.Standing;
        order.Follow(after);
        await db.SaveChangesAsync(cancellationToken);
        await reversals.Single(reversal => reversal.IsFor(order)).ReverseAsync(order, kind, source, before, settlement, cancellationToken);
    }
}
