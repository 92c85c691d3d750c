using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Payments.Refunds;

/// <summary>How the reversal of an order is booked, and what becomes of the access it gave: one implementation for each kind of order.</summary>
public interface IOrderReversal
{
    /// <summary>Whether it is for this order.</summary>
    bool IsFor(Order order);

    /// <summary>
    /// Books a change of the reversed amount of a locked order, which counts it already; access follows. Last, because it locks the platform's accounts.
    /// </summary>
    /// <param name="order">The order, as it is now.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="source">What caused it.</param>
    /// <param name="before">What had gone back of it.</param>
    /// <param name="settlement">What it moved on the balance at Stripe.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    Task ReverseAsync(Order order, TransactionKind kind, string source, SaleStanding before, Settlement settlement, CancellationToken cancellationToken);
}
