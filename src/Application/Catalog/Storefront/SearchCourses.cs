using System.Globalization;
using ESchool.Data;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Searches the courses on sale; without words it lists the newest.</summary>
public sealed class SearchCourses(SchoolReads reads)
{
    /// <summary>
    /// How many hits are ranked at most. A word that more courses contain tells little about what is sought, and ranking a hundred thousand hits takes
    /// a second; the hits that are ranked are then those found first.
    /// </summary>
    public const int MaximumCandidates = 1_000;

    private static readonly Guid BeforeAll = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private static readonly string Newest = $"SELECT {PublishedCourse.Columns} FROM {PublishedCourse.OnSale} WHERE v.id < $1 ORDER BY v.id DESC";

    /// <summary>The key is the rank's exact bits and the id: equal ranks are told apart, and none is skipped or shown twice.</summary>
    private static readonly string Best = $"""
        WITH candidates AS MATERIALIZED (
            SELECT v.id, v.search FROM {PublishedCourse.OnSale} WHERE v.search @@ websearch_to_tsquery('english', $1) LIMIT $2
        ), ranked AS (
            SELECT id, ts_rank(search, websearch_to_tsquery('english', $1)) AS rank FROM candidates
        ), page AS (
            SELECT id, rank FROM ranked WHERE (rank, id) < ($3, $4) ORDER BY rank DESC, id DESC LIMIT $5
        )
        SELECT {PublishedCourse.Columns}, page.rank FROM page JOIN catalog.curriculum_versions v USING (id) JOIN catalog.courses c
            ON c.id = v.course_id {PublishedCourse.Rated}
        ORDER BY page.rank DESC, v.id DESC
        """;

    /// <summary>Reads a page, best match first.</summary>
    /// <param name="query">Words as people type them into a search box; may be empty.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public Task<Page<PublishedCourse>> ExecuteAsync(string query, PageRequest page, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(query) ? ListNewestAsync(page, cancellationToken) : FindBestAsync(query, page, cancellationToken);

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
            found.Add(PublishedCourse.Read(rows));
        }

        return Page<PublishedCourse>.Of(found, page.Size, course => course.VersionId.ToString());
    }

    private async Task<Page<PublishedCourse>> FindBestAsync(string query, PageRequest page, CancellationToken cancellationToken)
    {
        var (rank, id) = page.After is null ? (float.PositiveInfinity, BeforeAll) : KeyOf(page.After);
        await using var command = reads.Planned(Best);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaximumCandidates });
        command.Parameters.Add(new NpgsqlParameter<float> { TypedValue = rank });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = page.Size + 1 });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(PublishedCourse Course, float Rank)>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add((PublishedCourse.Read(rows), rows.GetFloat(rows.FieldCount - 1)));
        }

        var cut = Page<(PublishedCourse Course, float Rank)>.Of(found, page.Size, hit => $"{BitConverter.SingleToInt32Bits(hit.Rank)}/{hit.Course.VersionId}");
        return new Page<PublishedCourse>([.. cut.Items.Select(hit => hit.Course)], cut.Next);
    }

    private static (float Rank, Guid Id) KeyOf(string after)
    {
        var fields = after.Split('/');
        return (BitConverter.Int32BitsToSingle(int.Parse(fields[0], CultureInfo.InvariantCulture)), Guid.Parse(fields[1]));
    }
}
