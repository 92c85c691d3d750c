using ESchool.Domain;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>A query's conditions on <c>catalog.listings l</c>. Values are parameters; nothing of what a caller sends becomes SQL.</summary>
internal sealed class ListingConditions
{
    private readonly NpgsqlParameterCollection parameters;

    public ListingConditions(CourseQuery query, NpgsqlParameterCollection parameters)
    {
        this.parameters = parameters;
        Match = query.HasWords ? $"catalog.search_query({Add(query.Language)}, {Add(query.Words)})" : null;
        var filter = query.Filter;
        ByField = new Dictionary<FacetField, string>
        {
            [FacetField.Category] = filter.Categories.Count > 0 ? $"l.category = ANY ({Add(filter.Categories.ToArray())})" : True,
            [FacetField.Level] = filter.Levels.Count > 0 ? $"l.level = ANY ({Add(filter.Levels.Select(level => (int)level).ToArray())})" : True,
            [FacetField.Language] = filter.Languages.Count > 0 ? $"l.language = ANY ({Add(filter.Languages.ToArray())})" : True,
            [FacetField.Price] = And(
                filter.IsFree is { } free ? $"(l.minor_units[1] = 0) = {Add(free)}" : True,
                filter.LowestPrice is { } low ? Price(low, ">=") : True,
                filter.HighestPrice is { } high ? Price(high, "<=") : True
            ),
            [FacetField.Duration] = And(
                filter.ShortestSeconds is { } shortest ? $"l.video_seconds >= {Add(shortest)}" : True,
                filter.LongestSeconds is { } longest ? $"l.video_seconds <= {Add(longest)}" : True
            ),
        };
    }

    /// <summary>What is always true.</summary>
    public const string True = "true";

    /// <summary>The words as a <c>tsquery</c>; null without words.</summary>
    public string? Match { get; }

    /// <summary>The conditions by what they are on.</summary>
    public IReadOnlyDictionary<FacetField, string> ByField { get; }

    /// <summary>All of them.</summary>
    public string All => And([.. ByField.Values]);

    /// <summary>A value's placeholder.</summary>
    public string Add<T>(T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }

    /// <summary>Conditions that all must hold.</summary>
    public static string And(params IReadOnlyList<string> conditions) =>
        conditions.Where(condition => condition != True).ToList() is { Count: > 0 } some ? string.Join(" AND ", some) : True;

    /// <summary>The price in a currency; null for a course that is not sold in it, which no comparison finds.</summary>
    public string PriceIn(string currency) => $"l.minor_units[array_position(l.currencies, {Add(currency)})]";

    private string Price(Money price, string comparison) => $"{PriceIn(price.CurrencyCode)} {comparison} {Add(price.MinorUnits)}";
}
