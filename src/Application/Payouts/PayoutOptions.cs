using System.ComponentModel.DataAnnotations;
using ESchool.Domain;

namespace ESchool.Application.Payouts;

/// <summary>Settings of payouts.</summary>
public sealed class PayoutOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Payouts";

    /// <summary>
    /// The smallest payout, in whole euros; about as much in other currencies (<see cref="Currency.Threshold"/>), unless <see cref="MinimumUnitsIn"/> says
    /// otherwise.
    /// </summary>
    [Range(0, 1_000_000)]
    public long MinimumUnits { get; set; } = 10;

    /// <summary>The smallest payout in a currency, by ISO 4217 code, in whole units of it.</summary>
    public Dictionary<string, long> MinimumUnitsIn { get; } = [];

    /// <summary>From this amount on two administrators must approve a payout; in whole euros, and about as much in other currencies.</summary>
    [Range(0, long.MaxValue)]
    public long FourEyesUnits { get; set; } = 5_000;

    /// <summary>For so many days an administrator counts as the one who made them one: the two are no four eyes.</summary>
    [Range(0, 3_650)]
    public int FourEyesIndependentDays { get; set; } = 30;

    /// <summary>The same in a currency, by ISO 4217 code, in whole units of it.</summary>
    public Dictionary<string, long> FourEyesUnitsIn { get; } = [];

    /// <summary>
    /// How much an instructor may be paid in a calendar year (UTC) and a currency without a tax form on file, in whole euros, and about as much in other
    /// currencies; null for any amount.
    /// </summary>
    [Range(0, long.MaxValue / 1_000)]
    public long? TaxFormFreeUnits { get; set; }

    /// <summary>The same in a currency, by ISO 4217 code, in whole units of it.</summary>
    public Dictionary<string, long> TaxFormFreeUnitsIn { get; } = [];

    /// <summary>
    /// For so long after a transfer was begun, it may be sent again under its idempotency key. Stripe keeps keys for at least 24 hours; an hour
    /// less leaves room for clocks.
    /// </summary>
    public TimeSpan ResendWindow { get; set; } = TimeSpan.FromHours(23);

    /// <summary>The smallest payout in a currency.</summary>
    public Money MinimumIn(string currency) => Of(MinimumUnitsIn, MinimumUnits, currency);

    /// <summary>From which amount on two administrators must approve a payout in a currency.</summary>
    public Money FourEyesIn(string currency) => Of(FourEyesUnitsIn, FourEyesUnits, currency);

    /// <summary>How much is paid in a year without a tax form, in a currency; null for any amount.</summary>
    public Money? TaxFormFreeIn(string currency) =>
        TaxFormFreeUnits is null && !TaxFormFreeUnitsIn.ContainsKey(currency) ? null : Of(TaxFormFreeUnitsIn, TaxFormFreeUnits ?? 0, currency);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from table in new (string Name, Dictionary<string, long> Units)[]
        {
            (nameof(MinimumUnitsIn), MinimumUnitsIn),
            (nameof(FourEyesUnitsIn), FourEyesUnitsIn),
            (nameof(TaxFormFreeUnitsIn), TaxFormFreeUnitsIn),
        }
        from pair in table.Units
        where Currency.Find(pair.Key) is null || pair.Value < 0
        select new ValidationResult(
            $"Payouts:{table.Name}:{pair.Key} is {pair.Value}; it takes whole units, not negative, of a currency the school knows.",
            [table.Name]
        );

    private static Money Of(Dictionary<string, long> own, long euros, string currency) =>
        own.TryGetValue(currency, out var units) ? Currency.Get(currency).Units(units) : Currency.Get(currency).Threshold(euros);
}
