using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payouts;

/// <summary>Settings of payouts.</summary>
public sealed class PayoutOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Payouts";

    /// <summary>The smallest payout, in whole units of the currency.</summary>
    [Range(0, 1_000_000)]
    public long MinimumUnits { get; set; } = 10;

    /// <summary>From this amount on, in whole units of the currency, two administrators must approve a payout.</summary>
    [Range(0, long.MaxValue)]
    public long FourEyesUnits { get; set; } = 5_000;

    /// <summary>For so many days an administrator counts as the one who made them one: the two are no four eyes.</summary>
    [Range(0, 3_650)]
    public int FourEyesIndependentDays { get; set; } = 30;

    /// <summary>How much an instructor may be paid in a calendar year (UTC) and a currency, in whole units, without a tax form on file; null for any amount.</summary>
    [Range(0, long.MaxValue / 1_000)]
    public long? TaxFormFreeUnits { get; set; }

    /// <summary>
    /// For so long after a transfer was begun, it may be sent again under its idempotency key. Stripe keeps keys for at least 24 hours; an hour
    /// less leaves room for clocks.
    /// </summary>
    public TimeSpan ResendWindow { get; set; } = TimeSpan.FromHours(23);
}

/// <summary>Registers what the payouts feature needs besides its use cases.</summary>
internal static class PayoutsRegistration
{
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddSchoolOptions<PayoutOptions>(PayoutOptions.Section);
        services.AddScoped<PayoutPostings>();
        services.AddScoped<PayoutChecks>();
        services.AddScoped<PayoutLineage>();
        services.AddScoped<SecondReviewers>();
        return services;
    }
}
