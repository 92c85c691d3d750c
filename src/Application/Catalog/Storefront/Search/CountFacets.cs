using ESchool.Data;
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

    /// <summary>Counts. The values of a field are counted without the query's own condition on it.</summary>
    public async Task<IReadOnlyList<FacetCount>> ExecuteAsync(CourseQuery query, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned("");
        var match = await words.ReadAsync(query, cancellationToken);
        var conditions = new ListingConditions(query, match, [.. options.Value.Limits.Currencies], command.Parameters);
        var facets = new FacetColumns(query, conditions);

        // Of a word that many courses have, those are counted that are ranked, too: finding more takes longer than all the rest of a search.
        var most = conditions.Match is null ? MaximumCounted : SearchCourses.MaximumCandidates;
        command.CommandText = $"""
            WITH found AS MATERIALIZED (
                SELECT {facets.Sql} FROM catalog.listings l
                WHERE {ListingConditions.And(conditions.Match is { } sought ? $"l.search @@ {sought}" : ListingConditions.True, conditions.Always)}
                LIMIT {most}
            )
            {facets.CountOf("found")} ORDER BY field, count DESC, value
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FacetCount>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(FacetColumns.Read(rows, 0));
        }

        return FacetColumns.Complete(found);
    }
}
