using System.Globalization;
using ESchool.Domain;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>
/// How the courses that a search has found are counted. A row that is found is read once, and is then only its values and which conditions it meets; and all
/// fields are counted in one pass. The values of a field are counted without the query's own condition on it: choosing another shows so many.
/// </summary>
internal sealed class FacetColumns
{
    /// <summary>The averages that courses are counted by, in hundredths of a star.</summary>
    private static readonly int[] Averages = [450, 400, 350, 300];

    private readonly Dictionary<FacetField, string> values;
    private readonly List<FacetField> limited;

    public FacetColumns(CourseQuery query, ListingConditions conditions)
    {
        values = ValuesOf(query, conditions);
        limited = [.. values.Keys.Where(field => conditions.ByField[field] != ListingConditions.True)];
        var meets = limited.Select(field => $"({conditions.ByField[field]}) AS meets{(int)field}");
        Sql = string.Join(", ", values.Select(field => $"{field.Value} AS {ValueOf(field.Key)}").Concat(meets));
    }

    /// <summary>The columns of <c>catalog.listings l</c> that are counted.</summary>
    public string Sql { get; }

    /// <summary>A statement that counts the rows of a table which has these columns, and says <c>field</c>, <c>value</c>, <c>count</c>.</summary>
    public string CountOf(string table) =>
        $"""
            SELECT field, value, count FROM (
                SELECT {ByField(values.Keys, field => $"{(int)field}")} AS field, coalesce({string.Join(", ", values.Keys.Select(ValueOf))}) AS value,
                    {ByField(values.Keys, field => Count([.. limited.Where(other => other != field)]))} AS count
                FROM {table} GROUP BY GROUPING SETS ({string.Join(", ", values.Keys.Select(field => $"({ValueOf(field)})"))})
            ) c WHERE value <> '' AND count > 0
            """;

    /// <summary>Reads a row of it, whose columns begin at a place.</summary>
    public static FacetCount Read(NpgsqlDataReader row, int first) => new((FacetField)row.GetInt32(first), row.GetString(first + 1), row.GetInt32(first + 2));

    /// <summary>All that was counted: who asks for four stars gets those with more, too.</summary>
    public static IReadOnlyList<FacetCount> Complete(IReadOnlyList<FacetCount> counted) =>
        [.. counted.Where(count => count.Field != FacetField.Rating), .. CumulatedRatings(counted)];

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
