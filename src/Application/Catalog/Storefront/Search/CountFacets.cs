using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>What courses are counted by.</summary>
public enum FacetField
{
    /// <summary>What they are about.</summary>
    Category = 1,

    /// <summary>For whom they are; the number of the level.</summary>
    Level = 2,

    /// <summary>The language without region.</summary>
    Language = 3,

    /// <summary><c>free</c> or <c>paid</c>.</summary>
    Price = 4,

    /// <summary>All videos together: see <see cref="FacetRanges"/>.</summary>
    Duration = 5,

    /// <summary>At least so many stars on average: <c>4.5</c>, <c>4</c>, <c>3.5</c>, <c>3</c>. A course with 4.6 stars is in all of them.</summary>
    Rating = 6,

    /// <summary>What they cost in the query's currency: see <see cref="FacetRanges"/>.</summary>
    PriceRange = 7,
}

/// <summary>How many courses there are with a value.</summary>
/// <param name="Field">Of what.</param>
/// <param name="Value">The value.</param>
/// <param name="Count">How many.</param>
public sealed record FacetCount(FacetField Field, string Value, int Count);

/// <summary>Counts what a search finds by category, level and so on: what a visitor could choose next.</summary>
public sealed class CountFacets(SchoolReads reads, QueryWords words, IOptions<CatalogOptions> options)
{
    /// <summary>At most so many courses are counted without words; a visitor is not told how many a hundred thousand are.</summary>
    public const int MaximumCounted = 5_000;

    /// <summary>The averages that courses are counted by, in hundredths of a star.</summary>
    private static readonly int[] Averages = [450, 400, 350, 300];

    /// <summary>Counts. The values of a field are counted without the query's own condition on it: choosing another shows so many.</summary>
    public async Task<IReadOnlyList<FacetCount>> ExecuteAsync(CourseQuery query, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned("");
        var match = await words.ReadAsync(query, cancellationToken);
        var conditions = new ListingConditions(query, match, [.. options.Value.Limits.Currencies], command.Parameters);
        var values = ValuesOf(query, conditions);
        var limited = values.Keys.Where(field => conditions.ByField[field] != ListingConditions.True).ToList();

        // A row that is found is read once, and is then only its values and which conditions it meets; and all fields are counted in one pass.
        var columns = values
            .Select(field => $"{field.Value} AS {ValueOf(field.Key)}")
            .Concat(limited.Select(field => $"({conditions.ByField[field]}) AS meets{(int)field}"));
        // Of a word that many courses have, those are counted that are ranked, too: finding more takes longer than all the rest of a search.
        var most = conditions.Match is null ? MaximumCounted : SearchCourses.MaximumCandidates;
        command.CommandText = $"""
            WITH found AS MATERIALIZED (
                SELECT {string.Join(", ", columns)} FROM catalog.listings l
                WHERE {ListingConditions.And(conditions.Match is { } sought ? $"l.search @@ {sought}" : ListingConditions.True, conditions.Always)}
                LIMIT {most}
            )
            SELECT field, value, count FROM (
                SELECT {ByField(values.Keys, field => $"{(int)field}")} AS field, coalesce({string.Join(", ", values.Keys.Select(ValueOf))}) AS value,
                    {ByField(values.Keys, field => Count([.. limited.Where(other => other != field)]))} AS count
                FROM found GROUP BY GROUPING SETS ({string.Join(", ", values.Keys.Select(field => $"({ValueOf(field)})"))})
            ) c WHERE value <> '' AND count > 0 ORDER BY field, count DESC, value
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FacetCount>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(new FacetCount((FacetField)rows.GetInt32(0), rows.GetString(1), rows.GetInt32(2)));
        }

        return [.. found.Where(count => count.Field != FacetField.Rating), .. CumulatedRatings(found)];
    }

    /// <summary>Who asks for four stars gets those with more, too.</summary>
    private static IEnumerable<FacetCount> CumulatedRatings(IReadOnlyList<FacetCount> found)
    {
        var counted = 0;
        foreach (var name in Averages.Select(NameOf))
        {
            counted += found.Where(count => count.Field == FacetField.Rating && count.Value == name).Sum(count => count.Count);
            if (counted > 0)
            {
                yield return new FacetCount(FacetField.Rating, name, counted);
            }
        }
    }

    /// <summary>What a row of the result says, which has the values of one field.</summary>
    private static string ByField(IEnumerable<FacetField> fields, Func<FacetField, string> say) =>
        $"CASE 0 {string.Join(" ", fields.Select(field => $"WHEN grouping({ValueOf(field)}) THEN {say(field)}"))} END";

    private static string ValueOf(FacetField field) => $"value{(int)field}";

    /// <summary>Counts those that meet some conditions.</summary>
    private static string Count(IReadOnlyList<FacetField> conditions) =>
        conditions.Count == 0
            ? "count(*)::int"
            : $"(count(*) FILTER (WHERE {ListingConditions.And([.. conditions.Select(field => $"meets{(int)field}")])}))::int";

    private static string NameOf(int hundredths) => (hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static Dictionary<FacetField, string> ValuesOf(CourseQuery query, ListingConditions conditions)
    {
        var best = string.Join(" ", Averages.Select(hundredths => $"WHEN l.average_hundredths >= {hundredths} THEN '{NameOf(hundredths)}'"));
        var values = new Dictionary<FacetField, string>
        {
            [FacetField.Category] = "l.category",
            [FacetField.Level] = "l.level::text",
            [FacetField.Language] = "l.language",
            [FacetField.Price] = "CASE WHEN l.minor_units[1] = 0 THEN 'free' ELSE 'paid' END",
            [FacetField.Duration] = RangeOf("l.video_seconds", FacetRanges.Durations),
            [FacetField.Rating] = $"CASE {best} END",
        };
        var ranges = Currency.Find(query.Currency) is null ? [] : FacetRanges.PricesIn(query.Currency);
        values[FacetField.PriceRange] = ranges.Count == 0 ? "NULL::text" : RangeOf(conditions.PriceIn(query.Currency), ranges);
        return values;
    }

    /// <summary>The range that a number is in; null for no number.</summary>
    private static string RangeOf(string number, IReadOnlyList<FacetRange> ranges) =>
        $"CASE {string.Join(" ", ranges.Select(range => $"WHEN {number} <= {range.Most} THEN '{range.Name}'"))} END";
}
