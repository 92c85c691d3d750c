using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Reverses the sale of a course or a bundle: out of the instructor's and the platform's part, and access follows.</summary>
public sealed class SaleReversals(ChangeAccess access, GrantWorth worth, ReverseSale reverseSale) : IOrderReversal
{
    /// <inheritdoc/>
    public bool IsFor(Order order) => !order.IsMembership;

    /// <inheritdoc/>
    public async Task ReverseAsync(
        Order order,
        TransactionKind kind,
        string source,
        SaleStanding before,
        Settlement settlement,
        CancellationToken cancellationToken
    )
    {
        await access.ExecuteAsync($"orders/{order.Id}", await worth.ExecuteAsync(order, cancellationToken), cancellationToken);
        await reverseSale.ExecuteAsync(
            new ReversedSale(kind, source, order.Id, order.InstructorId!.Value, order.Charged, before, order.Standing, settlement, order.TaxMinorUnits),
            cancellationToken
        );
    }
}
