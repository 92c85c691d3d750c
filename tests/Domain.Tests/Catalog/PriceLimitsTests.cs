using ESchool.Domain.Catalog;

namespace ESchool.Domain.Tests.Catalog;

/// <summary>Prices that Stripe does not charge are not prices.</summary>
public sealed class PriceLimitsTests
{
    private static readonly PriceLimits Limits = new(["EUR", "GBP", "JPY", "KWD", "KRW", "CZK"], 0, 999_999);

    [Theory]
    [InlineData(49, "EUR", "minimum", "0.50 EUR")]
    [InlineData(29, "GBP", "minimum", "0.30 GBP")]
    [InlineData(1, "JPY", "minimum", "50 JPY")]
    [InlineData(10, "JPY", "minimum", "50 JPY")]
    [InlineData(49, "JPY", "minimum", "50 JPY")]
    [InlineData(1_499, "CZK", "minimum", "15.00 CZK")]
    [InlineData(100_000_000, "EUR", "maximum", "999999.00 EUR")]
    [InlineData(100_000_000, "JPY", "maximum", "99999900 JPY")]
    [InlineData(100_000_000, "KRW", "maximum", "99999999 KRW")]
    [InlineData(100_000_000, "KWD", "maximum", "99999.990 KWD")]
    [InlineData(5_125, "KWD", "step", "0.010 KWD")]
    public void APriceThatStripeDoesNotCharge_IsRefusedWithTheBound(long minorUnits, string currency, string bound, string value)
    {
        var refusal = Assert.Throws<DomainException>(() => Limits.Check(new Money(minorUnits, currency)));
        Assert.Equal((CatalogReasons.PriceInvalid, value), (refusal.Reason, refusal.Metadata[bound].ToString()));
    }

    [Theory]
    [InlineData(50, "EUR")]
    [InlineData(50, "JPY")]
    [InlineData(99_999_990, "KWD")]
    [InlineData(5_120, "KWD")]
    [InlineData(0, "KWD")]
    public void APriceThatStripeCharges_IsAllowed(long minorUnits, string currency) => Limits.Check(new Money(minorUnits, currency));

    [Theory]
    [InlineData(1_001, "KWD", 1_000)]
    [InlineData(-1_001, "KWD", -1_000)]
    [InlineData(9, "TND", 0)]
    [InlineData(1_001, "EUR", 1_001)]
    [InlineData(7, "JPY", 7)]
    public void OfThreeDecimals_TheLastIsNotMoved(long minorUnits, string currency, long moved) =>
        Assert.Equal(new Money(moved, currency), new Money(minorUnits, currency).Movable());

    [Theory]
    [InlineData(10, "EUR", 1_000)]
    [InlineData(10, "JPY", 1_000)]
    [InlineData(10, "KRW", 10_000)]
    [InlineData(10, "KWD", 10_000)]
    [InlineData(long.MaxValue, "USD", long.MaxValue)]
    public void AThreshold_IsAboutAsMuchInEveryCurrency(long euros, string currency, long minorUnits) =>
        Assert.Equal(new Money(minorUnits, currency), Currency.Get(currency).Threshold(euros));
}
