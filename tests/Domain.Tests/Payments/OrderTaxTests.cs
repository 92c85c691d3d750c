using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Tax;

namespace ESchool.Domain.Tests.Payments;

/// <summary>What of an order is tax, what is shared, and what can go back.</summary>
public sealed class OrderTaxTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 0, 4_900, 4_900)]
    [InlineData(TaxBehavior.Exclusive, 0, 4_900, 4_900)]
    [InlineData(TaxBehavior.Exclusive, 931, 5_831, 4_900)]
    [InlineData(TaxBehavior.Inclusive, 782, 4_900, 4_118)]
    public void WhatWasPaid_IsNetAndTax_AndCanGoBackAsAWhole(TaxBehavior? behavior, long tax, long charged, long net)
    {
        var order = Order(behavior);
        Assert.Equal((4_900, 0), (order.Charged.MinorUnits, order.LeftMinorUnits));
        order.Pay(Guid.NewGuid(), "ch_1", Now, new Money(tax, "EUR"));
        Assert.Equal((charged, net, net, charged), (order.Charged.MinorUnits, order.Net.MinorUnits, order.ShareBase.MinorUnits, order.LeftMinorUnits));
        order.Follow(order.Standing with { Refunded = charged - 1 });
        Assert.Equal((OrderState.Paid, 1), (order.State, order.LeftMinorUnits));
        order.Follow(order.Standing with { Refunded = charged });
        Assert.Equal((OrderState.Refunded, 0), (order.State, order.LeftMinorUnits));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(TaxBehavior.Exclusive, -1)]
    [InlineData(TaxBehavior.Inclusive, 4_901)]
    public void TaxThatNobodyAskedFor_OrThatIsMoreThanIsPaid_IsNotBelieved(TaxBehavior? behavior, long tax) =>
        Assert.Throws<InvalidOperationException>(() => Order(behavior).ChargedWith(new Money(tax, "EUR")));

    private static Order Order(TaxBehavior? behavior) =>
        new(
            Guid.NewGuid(),
            Guid.NewGuid(),
            new Offer(Guid.NewGuid(), Guid.NewGuid(), "Compilers", Quote.Of(new Money(4_900, "EUR"), 2_000), TaxBehavior: behavior),
            Now
        );
}
