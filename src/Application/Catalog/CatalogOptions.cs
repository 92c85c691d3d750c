using System.ComponentModel.DataAnnotations;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog;

/// <summary>Settings of the catalog.</summary>
public sealed class CatalogOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Catalog";

    /// <summary>The ISO 4217 codes the school sells in, separated by commas.</summary>
    [Required]
    public string Currencies { get; set; } = "EUR,USD,GBP,JPY,KWD";

    /// <summary>The lowest price that is not free, in whole units.</summary>
    [Range(0, 1_000_000)]
    public long MinimumPriceUnits { get; set; } = 1;

    /// <summary>The highest price, in whole units.</summary>
    [Range(1, 100_000_000)]
    public long MaximumPriceUnits { get; set; } = 999_999;

    /// <summary>The same as a rule.</summary>
    public PriceLimits Limits =>
        new(Currencies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), MinimumPriceUnits, MaximumPriceUnits);
}
