namespace ESchool.Domain.Catalog;

/// <summary>What a course or a bundle may cost. Free is allowed; between free and the minimum is not, because Stripe refuses such charges.</summary>
/// <param name="Currencies">The ISO 4217 codes the school sells in.</param>
/// <param name="MinimumUnits">The lowest price that is not free, in whole units of the currency.</param>
/// <param name="MaximumUnits">The highest price, in whole units of the currency.</param>
public sealed record PriceLimits(IReadOnlyCollection<string> Currencies, long MinimumUnits, long MaximumUnits)
{
    /// <summary>Checks a price.</summary>
    /// <exception cref="DomainException"><c>PRICE_INVALID</c>.</exception>
    public void Check(Money price)
    {
        if (!Currencies.Contains(price.CurrencyCode))
        {
            throw new DomainException(CatalogReasons.PriceInvalid, $"The school does not sell in {price.CurrencyCode}.", ("currency", price.CurrencyCode));
        }

        var unit = Currency.Get(price.CurrencyCode).MinorUnitsPerUnit;
        if (price.MinorUnits != 0 && (price.MinorUnits < MinimumUnits * unit || price.MinorUnits > MaximumUnits * unit))
        {
            throw new DomainException(
                CatalogReasons.PriceInvalid,
                $"{price} is neither free nor between {MinimumUnits} and {MaximumUnits} {price.CurrencyCode}.",
                ("price", price.ToString()), ("minimum", MinimumUnits.ToString()), ("maximum", MaximumUnits.ToString()));
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
