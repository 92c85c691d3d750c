using ESchool.Data;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>A course that somebody may be looking for.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Title">Its title.</param>
public sealed record SuggestedCourse(Guid CourseId, string Title);

/// <summary>Suggests courses while somebody types.</summary>
public sealed class SuggestCourses(SchoolReads reads)
{
    /// <summary>How many are suggested.</summary>
    public const int Most = 8;

    /// <summary>
    /// Postgres reads the words, as it does in courses. Where there is no word there is no query, and nothing is found. Of many hits those found first are
    /// ranked.
    /// </summary>
    private static readonly string Begun = $$"""
        WITH typed AS MATERIALIZED (SELECT catalog.begun_query($1) AS query)
        SELECT f.course_id, v.title FROM (
            SELECT l.course_id, l.version_id, l.search FROM catalog.listings l WHERE l.search @@ (SELECT query FROM typed) LIMIT 200) f
        JOIN catalog.curriculum_versions v ON v.id = f.version_id
        ORDER BY ts_rank('{0.0, 0.0, 0.1, 1.0}', f.search, (SELECT query FROM typed)) DESC, f.version_id DESC LIMIT {{Most}}
        """;

    /// <summary>Suggests for what is typed so far.</summary>
    public async Task<IReadOnlyList<SuggestedCourse>> ExecuteAsync(string typed, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned(Begun);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = typed });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<SuggestedCourse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(new SuggestedCourse(rows.GetGuid(0), rows.GetString(1)));
        }

        return found;
    }
}
