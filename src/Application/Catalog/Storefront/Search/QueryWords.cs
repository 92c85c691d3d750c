using ESchool.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>
/// Reads what somebody types into a search box as a <c>tsquery</c>. It is read before the search, so that Postgres plans the search for these very words, and
/// reads them once and not for every course.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class QueryWords(SchoolReads reads)
{
    /// <summary>The words of a query; null without words, empty when nothing in them is a word.</summary>
    public async Task<string?> ReadAsync(CourseQuery query, CancellationToken cancellationToken)
    {
        if (!query.HasWords)
        {
            return null;
        }

        await using var command = reads.Planned("SELECT catalog.search_query($1, $2)::text");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Language });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Words });
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The words that a course may be found by, as they are compared; without those that are excluded.</summary>
    public async Task<IReadOnlyCollection<string>> WantedAsync(CourseQuery query, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned(
            "SELECT DISTINCT part[1] FROM regexp_matches(querytree(catalog.search_query($1, $2)), '''([^'']+)''', 'g') AS w (part)"
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Language });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Words });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellationToken))
        {
            wanted.Add(rows.GetString(0));
        }

        return wanted;
    }
}
