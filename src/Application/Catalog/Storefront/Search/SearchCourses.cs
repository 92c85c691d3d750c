using System.Globalization;
using ESchool.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Searches the courses on sale; without words it lists them.</summary>
public sealed class SearchCourses(
    SchoolReads reads,
    CoursesOnSale courses,
    QueryWords read,
    Spelling spelling,
    CountFacets facets,
    IOptions<CatalogOptions> options
)
{
    /// <summary>
    /// How many hits are ranked at most. A word that more courses contain tells little about what is sought, and ranking a hundred thousand hits takes
    /// a second; the hits that are ranked are then those found first.
    /// </summary>
    public const int MaximumCandidates = 1_000;

    private static readonly Guid BeforeAll = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private const string Newest = $"SELECT {CourseStamp.Sql} FROM catalog.listings l WHERE l.version_id < $1 ORDER BY l.version_id DESC";

    /// <summary>Reads a page. When no course has the words, courses are found that have the words which were probably meant.</summary>
    /// <param name="query">What is searched.</param>
    /// <param name="page">Which page.</param>
    /// <param name="withFacets">Whether all that is found is counted, too.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<FoundCourses> ExecuteAsync(CourseQuery query, PageRequest page, bool withFacets, CancellationToken cancellationToken)
    {
        if (!query.HasWords && query.Filter.IsEmpty && query.Order is CourseOrder.Relevance or CourseOrder.Newest)
        {
            var newest = await ListNewestAsync(page, cancellationToken);
            return new FoundCourses(newest, CorrectedWords: null, withFacets ? await facets.ExecuteAsync(query, cancellationToken) : []);
        }

        var place = page.After is null ? null : PageKey.Parse(page.After);
        var words = place?.CorrectedWords;
        var found = await FindAsync(words is null ? query : query with { Words = words }, page.Size, place, withFacets, cancellationToken);
        if (found.Hits.Count == 0 && place is null && query.HasWords && await spelling.CorrectAsync(query, cancellationToken) is { } meant)
        {
            words = meant;
            found = await FindAsync(query with { Words = meant }, page.Size, place, withFacets, cancellationToken);
        }

        words = found.Hits.Count > 0 ? words : null;
        var cut = Page<Hit>.Of(found.Hits, page.Size, hit => new PageKey(hit.Key, hit.Id, words).ToString());
        var shown = await courses.GetAsync([.. cut.Items.Select(hit => hit.Stamp)], cancellationToken);
        return new FoundCourses(new Page<PublishedCourse>(shown, cut.Next), words, found.Facets);
    }

    private async Task<Page<PublishedCourse>> ListNewestAsync(PageRequest page, CancellationToken cancellationToken)
    {
        // The limit stands in the statement: planned for any limit, Postgres expects a tenth of the table, and starts workers to fetch it.
        var stamps = new List<CourseStamp>();
        await using (var batch = reads.Keyed())
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand($"{Newest} LIMIT {page.Size + 1}")
                {
                    Parameters = { new NpgsqlParameter<Guid> { TypedValue = page.AfterId ?? BeforeAll } },
                }
            );
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                stamps.Add(CourseStamp.Read(rows));
            }
        }

        var cut = Page<CourseStamp>.Of(stamps, page.Size, stamp => stamp.VersionId.ToString());
        return new Page<PublishedCourse>(await courses.GetAsync(cut.Items, cancellationToken), cut.Next);
    }

    /// <summary>
    /// Every order has a key, and among equal keys the newest comes first: none is skipped or shown twice. What has no words is not cut to candidates: an index
    /// gives its order, or the filter leaves few. Where what is ranked is also what is counted, it is found once.
    /// </summary>
    private async Task<(List<Hit> Hits, IReadOnlyList<FacetCount> Facets)> FindAsync(
        CourseQuery query,
        int size,
        PageKey? place,
        bool withFacets,
        CancellationToken cancellationToken
    )
    {
        var match = await read.ReadAsync(query, cancellationToken);
        await using var command = reads.Planned("");
        var conditions = new ListingConditions(query, match, [.. options.Value.Limits.Currencies], command.Parameters);
        var order = ListingOrder.Of(query, conditions);
        var counted = withFacets && conditions.Match is not null && conditions.All == conditions.Always ? new FacetColumns(query, conditions) : null;
        var listed = conditions.Match is null
            ? $"SELECT {CourseStamp.Sql}, {order.Tie} AS id, {order.Key} AS key FROM catalog.listings l {order.Join} WHERE {conditions.All}"
            : $"""
                SELECT l.version_id, l.stamp, {order.Tie} AS id, {order.Key} AS key{(counted is null ? "" : $", {counted.Sql}")} FROM (
                    SELECT l.*, l.xmin AS stamp FROM catalog.listings l
                    WHERE l.search @@ {conditions.Match} AND {conditions.All} LIMIT {MaximumCandidates}) l {order.Join}
                """;
        var direction = order.IsAscending ? "ASC" : "DESC";
        var behind = place is null ? ListingConditions.True : order.Behind(conditions.Add(place.Key), conditions.Add(place.Id));
        var counts = counted is null ? "" : $" UNION ALL SELECT NULL, NULL, NULL, NULL, c.* FROM ({counted.CountOf("listed")}) c";
        command.CommandText = $"""
            WITH listed AS ({listed}), page AS (
                SELECT version_id, stamp, id, key FROM listed WHERE {behind}
                ORDER BY key {direction}, id DESC LIMIT {size + 1}
            )
            SELECT version_id, stamp, id, key::bigint, 0 AS field, '' AS value, 0 AS count FROM page{counts}
            ORDER BY field, key {direction}, id DESC, count DESC, value
            """;
        var (hits, found) = (new List<Hit>(), new List<FacetCount>());
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.IsDBNull(0))
                {
                    found.Add(FacetColumns.Read(rows, 4));
                }
                else
                {
                    hits.Add(new Hit(CourseStamp.Read(rows), rows.GetGuid(2), rows.GetInt64(3)));
                }
            }
        }

        return (hits, counted is null && withFacets ? await facets.ExecuteAsync(query, cancellationToken) : FacetColumns.Complete(found));
    }

    /// <summary>A course that was found.</summary>
    private readonly record struct Hit(CourseStamp Stamp, Guid Id, long Key);

    /// <summary>Where a page begins: behind this course, in a search for these words.</summary>
    private sealed record PageKey(long Key, Guid Id, string? CorrectedWords)
    {
        public static PageKey Parse(string after)
        {
            var fields = after.Split('/', 3);
            return new PageKey(long.Parse(fields[0], CultureInfo.InvariantCulture), Guid.Parse(fields[1]), fields.Length > 2 ? fields[2] : null);
        }

        public override string ToString() => CorrectedWords is null ? $"{Key}/{Id}" : $"{Key}/{Id}/{CorrectedWords}";
    }
}

/// <summary>What a search found.</summary>
/// <param name="Page">The courses.</param>
/// <param name="CorrectedWords">The words that were searched instead of those that were asked for; null when it was those.</param>
/// <param name="Facets">How many of all that is found have which value; empty when it was not asked for.</param>
public sealed record FoundCourses(Page<PublishedCourse> Page, string? CorrectedWords, IReadOnlyList<FacetCount> Facets);
