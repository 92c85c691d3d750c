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

    /// <summary>What courses are about, as words for addresses, separated by commas; frontends give them names.</summary>
    [Required]
    public string Categories { get; set; } =
        "development,business,finance,it,office,personal-development,design,marketing,lifestyle,photography,health,music,languages,sciences,humanities,teaching";

    /// <summary>The lowest price that is not free, in whole units.</summary>
    [Range(0, 1_000_000)]
    public long MinimumPriceUnits { get; set; } = 1;

    /// <summary>The highest price, in whole units.</summary>
    [Range(1, 100_000_000)]
    public long MaximumPriceUnits { get; set; } = 999_999;

    /// <summary>How much of a course must be done before it can be reviewed, in percent.</summary>
    [Range(0, 100)]
    public int ReviewAfterPercent { get; set; } = 10;

    /// <summary>How many reviews with one star a course may get in an hour before more of them wait for the staff.</summary>
    [Range(1, 1_000_000)]
    public int OneStarReviewsPerHour { get; set; } = 5;

    /// <summary>The categories as a list, in the order of the setting.</summary>
    public IReadOnlyList<string> ListCategories() => Split(Categories);

    /// <summary>The same as a rule.</summary>
    public PriceLimits Limits => new(Split(Currencies), MinimumPriceUnits, MaximumPriceUnits);

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
