using ESchool.Data;
using ESchool.Domain.Catalog;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Where the words of a query are in a course.</summary>
/// <param name="Title">The whole title.</param>
/// <param name="Text">A part of the subtitle, summary or description; empty when none of the words is there.</param>
public sealed record CourseExcerpt(IReadOnlyList<ExcerptPiece> Title, IReadOnlyList<ExcerptPiece> Text);

/// <summary>
/// Shows where the words of a query are in the courses it found. Postgres' own <c>ts_headline</c> would not know the words as we read them: with accents, as
/// parts of a run of letters, or with signs, as in C++.
/// </summary>
public sealed class ExcerptCourses(SchoolReads reads, QueryWords words)
{
    /// <summary>So much of a text is looked at: a visitor looks at a page of results.</summary>
    private const int MostLookedAt = 2_000;

    private const string Matching = """
        SELECT w.language, w.word FROM unnest($1, $2) AS w (language, word)
        CROSS JOIN LATERAL (SELECT catalog.search_configuration(w.language)::text AS name) c
        WHERE w.word = ANY ($3) OR (c.name <> 'simple' AND ts_lexize((c.name || '_stem')::regdictionary, w.word) && $3)
        """;

    /// <summary>Shows them, in the order of the courses.</summary>
    public async Task<IReadOnlyList<CourseExcerpt>> ExecuteAsync(CourseQuery query, IReadOnlyList<PublishedCourse> courses, CancellationToken cancellationToken)
    {
        var wanted = await words.WantedAsync(query, cancellationToken);
        var texts = await ReadTextsAsync(courses, cancellationToken);
        var matching = await MatchingAsync(texts, wanted, cancellationToken);
        var runs = wanted.Where(word => PlainWord.IsUnspaced(word[0])).ToList();
        return [.. courses.Select(Of)];

        CourseExcerpt Of(PublishedCourse course)
        {
            var (language, all) = texts[course.VersionId];
            var part = all.Skip(1).Select(Marked).FirstOrDefault(text => text.HasMarks);
            return new CourseExcerpt(Marked(all[0]).Whole(), part?.Part() ?? []);

            MarkedText Marked(string text) => new(text, word => matching.Contains((language, word)), runs);
        }
    }

    /// <summary>The texts of each version that are shown, the title first. Lists have no descriptions.</summary>
    private async Task<Dictionary<Guid, (string Language, IReadOnlyList<string> Texts)>> ReadTextsAsync(
        IReadOnlyList<PublishedCourse> courses,
        CancellationToken cancellationToken
    )
    {
        await using var command = reads.Planned($"SELECT id, left(description, {MostLookedAt}) FROM catalog.curriculum_versions WHERE id = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. courses.Select(course => course.VersionId)] });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var descriptions = new Dictionary<Guid, string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            descriptions.Add(rows.GetGuid(0), rows.GetString(1));
        }

        return courses.ToDictionary(course => course.VersionId, course => (course.Text.Language, TextsOf(course.Text, descriptions[course.VersionId])));
    }

    private async Task<HashSet<(string Language, string Word)>> MatchingAsync(
        Dictionary<Guid, (string Language, IReadOnlyList<string> Texts)> texts,
        IReadOnlyCollection<string> wanted,
        CancellationToken cancellationToken
    )
    {
        var present = texts
            .Values.SelectMany(course => course.Texts.SelectMany(MarkedText.WordsOf).Select(word => (course.Language, Word: word)))
            .Distinct()
            .ToList();
        await using var command = reads.Planned(Matching);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. present.Select(word => word.Language)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. present.Select(word => word.Word)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. wanted] });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var matching = new HashSet<(string Language, string Word)>();
        while (await rows.ReadAsync(cancellationToken))
        {
            matching.Add((rows.GetString(0), rows.GetString(1)));
        }

        return matching;
    }

    private static IReadOnlyList<string> TextsOf(CourseText text, string description) =>
        [
            .. new[] { text.Title, text.Subtitle, text.Summary, description }.Select(t =>
                t.Length <= MostLookedAt ? t : t[..(char.IsHighSurrogate(t[MostLookedAt - 1]) ? MostLookedAt - 1 : MostLookedAt)]
            ),
        ];
}
