using ESchool.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Finds what misspelt words may have meant, among the words that courses have.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Spelling(SchoolReads reads)
{
    private const int MostWords = 8;

    /// <summary>Each word that no course has becomes the most similar one that some course has (trigrams; at least four tenths of them in common).</summary>
    private const string Nearest = """
        SELECT coalesce(n.word, w.word) FROM unnest($1) WITH ORDINALITY AS w (word, place)
        LEFT JOIN LATERAL (
            SELECT v.word FROM catalog.vocabulary v WHERE v.word % public.unaccent(lower(w.word))
            ORDER BY similarity(v.word, public.unaccent(lower(w.word))) DESC, v.word LIMIT 1) n ON true
        ORDER BY w.place
        """;

    /// <summary>The words as they were probably meant; null when there is nothing to put right.</summary>
    public async Task<string?> CorrectAsync(string words, CancellationToken cancellationToken)
    {
        var written = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (written.Length is 0 or > MostWords)
        {
            return null;
        }

        await using var command = reads.Planned(Nearest);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = written });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var meant = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            meant.Add(rows.GetString(0));
        }

        return meant.SequenceEqual(written, StringComparer.OrdinalIgnoreCase) ? null : string.Join(' ', meant);
    }
}
