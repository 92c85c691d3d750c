namespace ESchool.Domain;

/// <summary>A currency the school can count in.</summary>
/// <param name="Code">ISO 4217 code, upper case.</param>
/// <param name="Exponent">How many decimals its minor unit has: 0 for JPY, 2 for EUR, 3 for KWD.</param>
public sealed record Currency(string Code, int Exponent)
{
    /// <summary>The one table of exponents. Source: ISO 4217, list one.</summary>
    private static readonly Dictionary<string, Currency> Known = new (string Code, int Exponent)[]
    {
        ("AUD", 2), ("BRL", 2), ("CAD", 2), ("CHF", 2), ("CZK", 2), ("DKK", 2), ("EUR", 2), ("GBP", 2), ("HKD", 2), ("INR", 2),
        ("JPY", 0), ("KRW", 0), ("KWD", 3), ("MXN", 2), ("NOK", 2), ("NZD", 2), ("PLN", 2), ("SEK", 2), ("SGD", 2), ("TND", 3), ("USD", 2),
    }.ToDictionary(row => row.Code, row => new Currency(row.Code, row.Exponent), StringComparer.Ordinal);

    /// <summary>How many minor units make one unit: 1, 100 or 1000.</summary>
    public long MinorUnitsPerUnit => Exponent switch { 0 => 1, 2 => 100, 3 => 1000, _ => throw new InvalidOperationException($"exponent {Exponent}") };

    /// <summary>Finds a currency by its ISO 4217 code, upper case.</summary>
    /// <returns>The currency, or null when the school does not know it.</returns>
    public static Currency? Find(string code) => Known.GetValueOrDefault(code);

    /// <summary>Gets a currency that is known to be known.</summary>
    /// <exception cref="ArgumentException">The school does not know it.</exception>
    public static Currency Get(string code) => Find(code) ?? throw new ArgumentException($"Unknown currency {code}.", nameof(code));
}

/// <summary>An amount of money, in whole minor units. The only form money has inside the school; no floating point comes near it.</summary>
/// <param name="MinorUnits">Cents for EUR, yen for JPY, fils for KWD. May be negative.</param>
/// <param name="CurrencyCode">ISO 4217 code, upper case.</param>
public readonly record struct Money(long MinorUnits, string CurrencyCode)
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(string currencyCode) => new(0, currencyCode);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.MinorUnits), Same(left, right));

    /// <summary>Subtracts two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.MinorUnits), Same(left, right));

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money money) => new(checked(-money.MinorUnits), money.CurrencyCode);

    /// <summary>A share of a non-negative amount, rounded down to the minor unit, so that a share and its rest always make the whole.</summary>
    /// <param name="basisPoints">0 to 10000, in 1/100 of a percent.</param>
    public Money Share(int basisPoints)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MinorUnits);
        ArgumentOutOfRangeException.ThrowIfNegative(basisPoints);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(basisPoints, 10_000);
        return this with { MinorUnits = (long)((Int128)MinorUnits * basisPoints / 10_000) };
    }

    /// <summary>The amount as people write it, such as <c>49.00 EUR</c>.</summary>
    public override string ToString()
    {
        var currency = Currency.Get(CurrencyCode);
        var (units, rest) = Math.DivRem(Math.Abs(MinorUnits), currency.MinorUnitsPerUnit);
        var sign = MinorUnits < 0 ? "-" : "";
        return currency.Exponent == 0
            ? $"{sign}{units} {CurrencyCode}"
            : $"{sign}{units}.{rest.ToString().PadLeft(currency.Exponent, '0')} {CurrencyCode}";
    }

    private static string Same(Money left, Money right) =>
        left.CurrencyCode == right.CurrencyCode
            ? left.CurrencyCode
            : throw new InvalidOperationException($"{left.CurrencyCode} and {right.CurrencyCode} cannot be added.");
}
