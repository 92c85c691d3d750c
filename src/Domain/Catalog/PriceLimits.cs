namespace ESchool.Domain.Catalog;

/// <summary>
/// What a course, a bundle or a plan may cost. Free is allowed; what is not free lies within the school's limits and within what Stripe charges in the
/// currency.
/// </summary>
/// <param name="Currencies">The ISO 4217 codes the school sells in.</param>
/// <param name="MinimumUnits">The lowest price that is not free, in whole units of the currency; Stripe's minimum where that is more.</param>
/// <param name="MaximumUnits">The highest price, in whole euros, and about as much in other currencies; Stripe's maximum where that is less.</param>
public sealed record PriceLimits(IReadOnlyCollection<string> Currencies, long MinimumUnits, long MaximumUnits)
{
    /// <summary>The lowest price that is not free.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    public Money MinimumIn(string currency) =>
        new(Math.Max(Currency.Get(currency).Units(MinimumUnits).MinorUnits, Currency.Get(currency).MinimumCharge), currency);

    /// <summary>The highest price.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    public Money MaximumIn(string currency) =>
        new(Math.Min(Currency.Get(currency).Threshold(MaximumUnits).MinorUnits, Currency.Get(currency).MaximumCharge), currency);

    /// <summary>Checks a price.</summary>
    /// <exception cref="DomainException"><c>PRICE_INVALID</c> with the bounds.</exception>
    public void Check(Money price)
    {
        if (!Currencies.Contains(price.CurrencyCode))
        {
            throw new DomainException(CatalogReasons.PriceInvalid, "The school does not sell in {currency_code}.", ("currency_code", price.CurrencyCode));
        }

        var (minimum, maximum) = (MinimumIn(price.CurrencyCode), MaximumIn(price.CurrencyCode));
        if (price.MinorUnits != 0 && (price.MinorUnits < minimum.MinorUnits || price.MinorUnits > maximum.MinorUnits))
        {
            throw new DomainException(
                CatalogReasons.PriceInvalid,
                "{price} is neither free nor between {minimum} and {maximum}.",
                ("price", price),
                ("minimum", minimum),
                ("maximum", maximum)
            );
        }

        if (price.Movable() != price)
        {
            var step = price with { MinorUnits = Currency.Get(price.CurrencyCode).ChargeStep };
            throw new DomainException(
                CatalogReasons.PriceInvalid,
                "{price} is not a multiple of {step}; others can't be charged.",
                ("price", price),
                ("step", step)
            );
        }
    }

    /// <summary>Checks the prices of one thing: one a currency, and what is free is free in all.</summary>
    /// <exception cref="DomainException"><c>PRICE_INVALID</c>.</exception>
    public void CheckList(IReadOnlyCollection<Money> prices)
    {
        foreach (var price in prices)
        {
            Check(price);
        }

        if (prices.DistinctBy(p => p.CurrencyCode).Count() < prices.Count || (prices.Count > 1 && prices.Any(p => p.MinorUnits == 0)))
        {
            throw new DomainException(CatalogReasons.PriceInvalid, "There is one price a currency, and what is free has no other prices.");
        }
    }
}
