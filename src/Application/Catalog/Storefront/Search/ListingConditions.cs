using ESchool.Domain;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>A query's conditions on <c>catalog.listings l</c>. Values are parameters; nothing of what a caller sends becomes SQL.</summary>
internal sealed class ListingConditions
{
    private readonly NpgsqlParameterCollection parameters;
    private readonly IReadOnlyCollection<string> sold;

    /// <param name="query">What is searched.</param>
    /// <param name="match">Its words as <see cref="QueryWords"/> reads them; null without words.</param>
    /// <param name="sold">The currencies the school sells in: what is free is free in all of them.</param>
    /// <param name="parameters">Where the values go.</param>
    public ListingConditions(CourseQuery query, string? match, IReadOnlyCollection<string> sold, NpgsqlParameterCollection parameters)
    {
        this.parameters = parameters;
        this.sold = sold;
        Match = match is null ? null : $"{Add(match)}::tsquery";
        var filter = query.Filter;
        ByField = new Dictionary<FacetField, string>
        {
            [FacetField.Category] = filter.Categories.Count > 0 ? $"l.category = ANY ({Add(filter.Categories.ToArray())})" : True,
            [FacetField.Level] = filter.Levels.Count > 0 ? $"l.level = ANY ({Add(filter.Levels.Select(level => (int)level).ToArray())})" : True,
            [FacetField.Language] = LanguageIn([.. filter.Languages.Select(LanguageTag.Comparable)]),
            [FacetField.Price] = filter.IsFree is { } free ? $"(l.minor_units[1] = 0) = {Add(free)}" : True,
            [FacetField.PriceRange] = And(filter.LowestPrice is { } low ? Price(low, ">=") : True, filter.HighestPrice is { } high ? Price(high, "<=") : True),
            [FacetField.Duration] = And(
                filter.ShortestSeconds is { } shortest ? $"l.video_seconds >= {Add(shortest)}" : True,
                filter.LongestSeconds is { } longest ? $"l.video_seconds <= {Add(longest)}" : True
            ),
            [FacetField.Rating] = filter.LowestAverageHundredths is { } average ? $"l.average_hundredths >= greatest({Add(average)}, 1)" : True,
        };
        Always = And(
            filter.InstructorId is { } instructor ? $"l.instructor_id = {Add(instructor)}" : True,
            query.IsByPrice ? $"{PriceIn(query.Currency)} IS NOT NULL" : True
        );
    }

    /// <summary>What is always true.</summary>
    public const string True = "true";

    /// <summary>The words as a <c>tsquery</c>; null without words.</summary>
    public string? Match { get; }

    /// <summary>The conditions by what courses are counted by. The count of a field leaves out its own.</summary>
    public IReadOnlyDictionary<FacetField, string> ByField { get; }

    /// <summary>The conditions on what nobody counts; they hold for every count.</summary>
    public string Always { get; }

    /// <summary>All of them.</summary>
    public string All => And([Always, .. ByField.Values]);

    /// <summary>A value's placeholder.</summary>
    public string Add<T>(T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }

    /// <summary>Conditions that all must hold.</summary>
    public static string And(params IReadOnlyList<string> conditions) =>
        conditions.Where(condition => condition != True).ToList() is { Count: > 0 } some ? string.Join(" AND ", some) : True;

    /// <summary>
    /// The price in a currency; null for a course that is not sold in it, which no comparison finds. What is free is free in every currency the school sells
    /// in.
    /// </summary>
    public string PriceIn(string currency)
    {
        var own = $"l.minor_units[array_position(l.currencies, {Add(currency)})]";
        return sold.Contains(currency) ? $"(CASE WHEN l.minor_units[1] = 0 THEN 0 ELSE {own} END)" : own;
    }

    private string Price(Money price, string comparison) => $"{PriceIn(price.CurrencyCode)} {comparison} {Add(price.MinorUnits)}";

    private string LanguageIn(IReadOnlyCollection<string> tags)
    {
        var narrow = tags.Where(tag => tag.Contains('-')).ToArray();
        var wide = tags.Except(narrow).ToArray();
        var either = new List<string>();
        if (wide.Length > 0)
        {
            either.Add($"l.language = ANY ({Add(wide)})");
        }

        if (narrow.Length > 0)
        {
            // The language too, which an index has.
            either.Add($"(l.language = ANY ({Add(narrow.Select(tag => tag.Split('-')[0]).ToArray())}) AND l.locales && {Add(narrow)})");
        }

        return either.Count == 0 ? True : $"({string.Join(" OR ", either)})";
    }
}
