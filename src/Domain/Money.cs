namespace ESchool.Domain;

/// <summary>A currency the school can count in, and what Stripe charges in it.</summary>
/// <param name="Code">ISO 4217 code, upper case.</param>
/// <param name="Exponent">How many decimals its minor unit has: 0 for JPY, 2 for EUR, 3 for KWD.</param>
/// <param name="Scale">
/// How many units are worth about one euro, as a power of ten: 1 for EUR and KWD, 100 for JPY. For thresholds, never for conversion.
/// </param>
/// <param name="MinimumCharge">The least that Stripe charges, in minor units.</param>
public sealed record Currency(string Code, int Exponent, long Scale, long MinimumCharge)
{
    /// <summary>
    /// The one table of currencies. Exponents: ISO 4217, list one. Minimum charges: Stripe, "Minimum and maximum charge amounts". Stripe documents none for
    /// KRW, KWD and TND, and asks for the equivalent of the minimum in the currency the account settles in; what stands here is safely above it.
    /// </summary>
    private static readonly Dictionary<string, Currency> Known = new (string Code, int Exponent, long Scale, long MinimumCharge)[]
    {
        ("AUD", 2, 1, 50),
        ("BRL", 2, 1, 50),
        ("CAD", 2, 1, 50),
        ("CHF", 2, 1, 50),
        ("CZK", 2, 10, 1_500),
        ("DKK", 2, 10, 250),
        ("EUR", 2, 1, 50),
        ("GBP", 2, 1, 30),
        ("HKD", 2, 10, 400),
        ("INR", 2, 100, 50),
        ("JPY", 0, 100, 50),
        ("KRW", 0, 1_000, 1_000),
        ("KWD", 3, 1, 200),
        ("MXN", 2, 10, 1_000),
        ("NOK", 2, 10, 300),
        ("NZD", 2, 1, 50),
        ("PLN", 2, 1, 200),
        ("SEK", 2, 10, 300),
        ("SGD", 2, 1, 50),
        ("TND", 3, 1, 2_000),
        ("USD", 2, 1, 50),
    }.ToDictionary(row => row.Code, row => new Currency(row.Code, row.Exponent, row.Scale, row.MinimumCharge), StringComparer.Ordinal);

    /// <summary>
    /// The maximum that Stripe charges at once, in minor units: eight digits. Stripe accepts more in a few currencies (such as INR), which is not needed here.
    /// </summary>
    public long MaximumCharge => 99_999_999 / ChargeStep * ChargeStep;

    /// <summary>Stripe moves multiples of this only, in minor units: the last digit of a three-decimal amount must be 0.</summary>
    public long ChargeStep => Exponent == 3 ? 10 : 1;

    /// <summary>How many minor units make one unit: 1, 100 or 1000.</summary>
    public long MinorUnitsPerUnit =>
        Exponent switch
        {
            0 => 1,
            2 => 100,
            3 => 1000,
            _ => throw new InvalidOperationException($"exponent {Exponent}"),
        };

    /// <summary>
    /// A threshold that is set for all currencies together, in this one: about as much as so many euros, as a round number. Never more than can be counted.
    /// </summary>
    /// <param name="euros">Whole euros.</param>
    public Money Threshold(long euros) => new((long)Int128.Min(long.MaxValue, (Int128)euros * Scale * MinorUnitsPerUnit), Code);

    /// <summary>Whole units of this currency.</summary>
    public Money Units(long units) => new((long)Int128.Min(long.MaxValue, (Int128)units * MinorUnitsPerUnit), Code);

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

    /// <summary>
    /// The largest amount that Stripe can move and that does not exceed this one: in currencies with three decimals, the last digit is dropped.
    /// </summary>
    public Money Movable() => this with { MinorUnits = MinorUnits - (MinorUnits % Currency.Get(CurrencyCode).ChargeStep) };

    /// <summary>The amount as people write it, such as <c>49.00 EUR</c>.</summary>
    public override string ToString()
    {
        var currency = Currency.Get(CurrencyCode);
        var (units, rest) = Math.DivRem(Math.Abs(MinorUnits), currency.MinorUnitsPerUnit);
        var sign = MinorUnits < 0 ? "-" : "";
        return currency.Exponent == 0 ? $"{sign}{units} {CurrencyCode}" : $"{sign}{units}.{rest.ToString().PadLeft(currency.Exponent, '0')} {CurrencyCode}";
    }

    private static string Same(Money left, Money right) =>
        left.CurrencyCode == right.CurrencyCode
            ? left.CurrencyCode
            : throw new InvalidOperationException($"{left.CurrencyCode} and {right.CurrencyCode} cannot be added.");
}
