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

    /// <summary>The last word may have only begun; of many hits those found first are ranked.</summary>
    private const string Begun = """
        SELECT f.course_id, v.title FROM (
            SELECT l.course_id, l.version_id, l.search FROM catalog.listings l WHERE l.search @@ $1::tsquery LIMIT 200) f
        JOIN catalog.curriculum_versions v ON v.id = f.version_id
        ORDER BY ts_rank('{0.0, 0.0, 0.1, 1.0}', f.search, $1::tsquery) DESC, f.version_id DESC LIMIT 8
        """;

    /// <summary>Suggests for what is typed so far.</summary>
    public async Task<IReadOnlyList<SuggestedCourse>> ExecuteAsync(string typed, CancellationToken cancellationToken)
    {
        if (await QueryOfAsync(typed, cancellationToken) is not { } query)
        {
            return [];
        }

        await using var command = reads.Planned(Begun);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<SuggestedCourse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(new SuggestedCourse(rows.GetGuid(0), rows.GetString(1)));
        }

        return found;
    }

    /// <summary>Postgres finds the words, as it does in courses, and writes the query; the last word gets its <c>:*</c>.</summary>
    private async Task<string?> QueryOfAsync(string typed, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned("SELECT plainto_tsquery('simple', public.unaccent($1))::text");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = typed });
        var query = (string?)await command.ExecuteScalarAsync(cancellationToken);
        return string.IsNullOrEmpty(query) ? null : query + ":*";
    }
}
