using System.Globalization;
using ESchool.Domain;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>A range of numbers by which courses are counted. A filter with both bounds finds the courses that are counted.</summary>
/// <param name="Name">What it is called, such as <c>1-3</c>.</param>
/// <param name="Least">The smallest number in it.</param>
/// <param name="Most">The largest number in it; the largest of all when it has no end.</param>
public sealed record FacetRange(string Name, long Least, long Most);

/// <summary>The ranges that a search counts by.</summary>
public static class FacetRanges
{
    private const int SecondsPerHour = 3_600;
    private static readonly int[] Hours = [1, 3, 6, 17];
    private static readonly int[] Euros = [20, 50, 100, 200];

    /// <summary>Seconds of video, called by hours. A course of three hours is in <c>3-6</c>.</summary>
    public static IReadOnlyList<FacetRange> Durations { get; } = Between(Hours, hours => (hours * SecondsPerHour) - 1, hours => hours, int.MaxValue);

    /// <summary>
    /// Prices in minor units, called by whole units. What costs 20 is in <c>0-20</c>, and so is what is free. In other currencies than the euro the bounds are
    /// about as much.
    /// </summary>
    /// <param name="currency">An ISO 4217 code.</param>
    public static IReadOnlyList<FacetRange> PricesIn(string currency)
    {
        var whole = Currency.Get(currency).Units(1).MinorUnits;
        return Between(Euros, Bound, euros => Bound(euros) / whole, long.MaxValue);

        long Bound(int euros) => Currency.Get(currency).Threshold(euros).MinorUnits;
    }

    /// <summary>The range of a name; null for no range.</summary>
    public static FacetRange? Find(IReadOnlyList<FacetRange> ranges, string name) => ranges.FirstOrDefault(range => range.Name == name);

    private static List<FacetRange> Between(IReadOnlyList<int> bounds, Func<int, long> last, Func<int, long> called, long most)
    {
        var ranges = new List<FacetRange>();
        var (least, from) = (0L, 0L);
        foreach (var bound in bounds)
        {
            ranges.Add(new FacetRange(string.Create(CultureInfo.InvariantCulture, $"{from}-{called(bound)}"), least, last(bound)));
            (least, from) = (last(bound) + 1, called(bound));
        }

        ranges.Add(new FacetRange(string.Create(CultureInfo.InvariantCulture, $"{from}-"), least, most));
        return ranges;
    }
}
