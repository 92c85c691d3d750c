using CsCheck;

namespace ESchool.Domain.Tests;

public sealed class MoneyTests
{
    [Fact]
    public void Share_AndItsRest_MakeTheWhole() =>
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[0, 10_000])
            .Sample(
                (minor, basisPoints) =>
                {
                    var gross = new Money(minor, "EUR");
                    var fee = gross.Share(basisPoints);
                    return fee.MinorUnits >= 0
                        && fee.MinorUnits <= minor
                        && fee + (gross - fee) == gross
                        && (Int128)fee.MinorUnits * 10_000 <= (Int128)minor * basisPoints;
                }
            );

    [Theory]
    [InlineData(4_900, "EUR", "49.00 EUR")]
    [InlineData(-5, "EUR", "-0.05 EUR")]
    [InlineData(500, "JPY", "500 JPY")]
    [InlineData(1_234, "KWD", "1.234 KWD")]
    public void ToString_ShowsTheCurrencysDecimals(long minor, string currency, string expected) =>
        Assert.Equal(expected, new Money(minor, currency).ToString());

    [Fact]
    public void Adding_TwoCurrencies_IsABug() => Assert.Throws<InvalidOperationException>(() => new Money(1, "EUR") + new Money(1, "USD"));

    [Fact]
    public void Adding_BeyondTheRange_IsABug() => Assert.Throws<OverflowException>(() => new Money(long.MaxValue, "EUR") + new Money(1, "EUR"));
}
