using System.Text;
using System.Text.RegularExpressions;
using ESchool.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Finds what misspelt words may have meant, among the words that courses have.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed partial class Spelling(SchoolReads reads)
{
    private const int MostWords = 8;

    /// <summary>
    /// A word that no course has becomes one that some course had: with two letters the other way round, else with one letter more, less or another, else the
    /// most similar (trigrams; as many in common as <c>%</c> asks for, three tenths).
    /// </summary>
    private const string Nearest = """
        SELECT CASE WHEN catalog.is_listed($1, w.word) THEN w.word ELSE coalesce(
            (SELECT v.word FROM catalog.vocabulary v WHERE v.word = w.word),
            (SELECT v.word FROM catalog.vocabulary v WHERE v.word = ANY (string_to_array(w.swapped, ' ')) ORDER BY v.word LIMIT 1),
            (SELECT v.word FROM catalog.vocabulary v WHERE v.word = ANY (string_to_array(w.edited, ' ')) ORDER BY similarity(v.word, w.word) DESC, v.word LIMIT 1),
            (SELECT v.word FROM catalog.vocabulary v WHERE v.word % w.word ORDER BY similarity(v.word, w.word) DESC, v.word LIMIT 1),
            w.word) END
        FROM unnest($2, $3, $4) WITH ORDINALITY AS w (word, swapped, edited, place) ORDER BY w.place
        """;

    /// <summary>
    /// The words as they were probably meant, with the signs between them as they were typed; null when there is nothing to put right. What is excluded stays
    /// as it is.
    /// </summary>
    public async Task<string?> CorrectAsync(CourseQuery query, CancellationToken cancellationToken)
    {
        var written = Words().Matches(query.Words).ToList();
        if (written.Count is 0 or > MostWords)
        {
            return null;
        }

        var plain = written.ConvertAll(word => PlainWord.Of(word.Value));
        await using var command = reads.Planned(Nearest);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = query.Language });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. plain] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. plain.Select(word => string.Join(' ', WordEdits.Swapped(word)))] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. plain.Select(word => string.Join(' ', WordEdits.Edited(word)))] });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var meant = new StringBuilder(query.Words);
        var isCorrected = false;
        var moved = 0;
        for (var i = 0; await rows.ReadAsync(cancellationToken); i++)
        {
            var word = rows.GetString(0);
            if (word != plain[i])
            {
                meant.Remove(written[i].Index + moved, written[i].Length).Insert(written[i].Index + moved, word);
                moved += word.Length - written[i].Length;
                isCorrected = true;
            }
        }

        return isCorrected ? meant.ToString() : null;
    }

    /// <summary>Three letters or more, that are not excluded by a dash.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}]|(?<!\S)-)[\p{L}\p{M}]{3,}(?![\p{L}\p{M}\p{N}])")]
    private static partial Regex Words();
}
