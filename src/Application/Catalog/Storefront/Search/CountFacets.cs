using ESchool.Data;

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

    /// <summary>All videos together: under 1, 3, 6 or 17 hours, or more.</summary>
    Duration = 5,
}

/// <summary>How many courses there are with a value.</summary>
/// <param name="Field">Of what.</param>
/// <param name="Value">The value.</param>
/// <param name="Count">How many.</param>
public sealed record FacetCount(FacetField Field, string Value, int Count);

/// <summary>Counts what a search finds by category, level and so on: what a visitor could choose next.</summary>
public sealed class CountFacets(SchoolReads reads)
{
    /// <summary>At most so many hits are counted; a visitor is not told how many a hundred thousand are.</summary>
    public const int MaximumCounted = 5_000;

    private static readonly IReadOnlyDictionary<FacetField, string> Values = new Dictionary<FacetField, string>
    {
        [FacetField.Category] = "l.category",
        [FacetField.Level] = "l.level::text",
        [FacetField.Language] = "l.language",
        [FacetField.Price] = "CASE WHEN l.minor_units[1] = 0 THEN 'free' ELSE 'paid' END",
        [FacetField.Duration] =
            "CASE WHEN l.video_seconds < 3600 THEN '0-1' WHEN l.video_seconds < 10800 THEN '1-3' WHEN l.video_seconds < 21600 THEN '3-6' "
            + "WHEN l.video_seconds < 61200 THEN '6-17' ELSE '17-' END",
    };

    /// <summary>Counts. The values of a field are counted without the query's own condition on it: choosing another shows so many.</summary>
    public async Task<IReadOnlyList<FacetCount>> ExecuteAsync(CourseQuery query, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned("");
        var conditions = new ListingConditions(query, command.Parameters);
        var counts = Values.Select(field =>
            $"""
                SELECT {(int)field.Key} AS field, {field.Value} AS value, count(*)::int AS count FROM found l
                WHERE {ListingConditions.And([.. conditions.ByField.Where(other => other.Key != field.Key).Select(other => other.Value)])} GROUP BY value
                """
        );
        command.CommandText = $"""
            WITH found AS MATERIALIZED (
                SELECT l.category, l.level, l.language, l.currencies, l.minor_units, l.video_seconds FROM catalog.listings l
                WHERE {(conditions.Match is { } match ? $"l.search @@ {match}" : ListingConditions.True)} LIMIT {MaximumCounted}
            )
            SELECT field, value, count FROM ({string.Join(" UNION ALL ", counts)}) c WHERE value <> '' ORDER BY field, count DESC, value
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FacetCount>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(new FacetCount((FacetField)rows.GetInt32(0), rows.GetString(1), rows.GetInt32(2)));
        }

        return found;
    }
}
