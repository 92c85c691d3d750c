using System.Globalization;
using ESchool.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Searches the courses on sale; without words it lists them.</summary>
public sealed class SearchCourses(SchoolReads reads, QueryWords read, Spelling spelling, IOptions<CatalogOptions> options)
{
    /// <summary>
    /// How many hits are ranked at most. A word that more courses contain tells little about what is sought, and ranking a hundred thousand hits takes
    /// a second; the hits that are ranked are then those found first.
    /// </summary>
    public const int MaximumCandidates = 1_000;

    private static readonly Guid BeforeAll = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private static readonly string Newest = $"SELECT {PublishedColumns.Listed.Sql} FROM {PublishedCourse.OnSale} WHERE v.id < $1 ORDER BY v.id DESC";

    /// <summary>Reads a page. When no course has the words, courses are found that have the words which were probably meant.</summary>
    /// <param name="query">What is searched.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<FoundCourses> ExecuteAsync(CourseQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        if (!query.HasWords && query.Filter.IsEmpty && query.Order is CourseOrder.Relevance or CourseOrder.Newest)
        {
            return new FoundCourses(await ListNewestAsync(page, cancellationToken), CorrectedWords: null);
        }

        var place = page.After is null ? null : PageKey.Parse(page.After);
        var words = place?.CorrectedWords;
        var found = await FindAsync(words is null ? query : query with { Words = words }, page.Size, place, words, cancellationToken);
        if (found.Items.Count == 0 && place is null && query.HasWords && await spelling.CorrectAsync(query, cancellationToken) is { } meant)
        {
            words = meant;
            found = await FindAsync(query with { Words = meant }, page.Size, place, meant, cancellationToken);
        }

        return new FoundCourses(found, found.Items.Count > 0 ? words : null);
    }

    private async Task<Page<PublishedCourse>> ListNewestAsync(PageRequest page, CancellationToken cancellationToken)
    {
        await using var batch = reads.Keyed();

        // The limit stands in the statement: planned for any limit, Postgres expects a tenth of the table, and starts workers to fetch it.
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand($"{Newest} LIMIT {page.Size + 1}") { Parameters = { new NpgsqlParameter<Guid> { TypedValue = page.AfterId ?? BeforeAll } } }
        );
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var found = new List<PublishedCourse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(PublishedColumns.Listed.Read(rows));
        }

        return Page<PublishedCourse>.Of(found, page.Size, course => course.VersionId.ToString());
    }

    /// <summary>
    /// Every order has a key, and among equal keys the newest comes first: none is skipped or shown twice. What has no words is not cut to candidates: an index
    /// gives its order, or the filter leaves few.
    /// </summary>
    private async Task<Page<PublishedCourse>> FindAsync(CourseQuery query, int size, PageKey? place, string? corrected, CancellationToken cancellationToken)
    {
        var match = await read.ReadAsync(query, cancellationToken);
        await using var command = reads.Planned("");
        var conditions = new ListingConditions(query, match, [.. options.Value.Limits.Currencies], command.Parameters);
        var order = ListingOrder.Of(query, conditions);
        var listed = conditions.Match is null
            ? $"SELECT l.version_id, {order.Tie} AS id, {order.Key} AS key FROM catalog.listings l {order.Join} WHERE {conditions.All}"
            : $"""
                SELECT l.version_id, {order.Tie} AS id, {order.Key} AS key FROM (
                    SELECT l.course_id, l.version_id, l.search, l.currencies, l.minor_units FROM catalog.listings l
                    WHERE l.search @@ {conditions.Match} AND {conditions.All} LIMIT {MaximumCandidates}) l {order.Join}
                """;
        var direction = order.IsAscending ? "ASC" : "DESC";
        var behind = place is null ? ListingConditions.True : order.Behind(conditions.Add(place.Key), conditions.Add(place.Id));
        command.CommandText = $"""
            WITH listed AS ({listed}), page AS (
                SELECT version_id, id, key FROM listed WHERE {behind}
                ORDER BY key {direction}, id DESC LIMIT {size + 1}
            )
            SELECT {PublishedColumns.Listed.Sql}, page.id, page.key::bigint FROM page JOIN catalog.curriculum_versions v ON v.id = page.version_id
            JOIN catalog.courses c ON c.id = v.course_id {PublishedCourse.Shown}
            ORDER BY page.key {direction}, page.id DESC
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(PublishedCourse Course, Guid Id, long Key)>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add((PublishedColumns.Listed.Read(rows), rows.GetGuid(rows.FieldCount - 2), rows.GetInt64(rows.FieldCount - 1)));
        }

        var cut = Page<(PublishedCourse Course, Guid Id, long Key)>.Of(found, size, hit => new PageKey(hit.Key, hit.Id, corrected).ToString());
        return new Page<PublishedCourse>([.. cut.Items.Select(hit => hit.Course)], cut.Next);
    }

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
public sealed record FoundCourses(Page<PublishedCourse> Page, string? CorrectedWords);
