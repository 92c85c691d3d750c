using System.Buffers.Binary;
using System.Text;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>
/// Which character each drawn glyph stands for. Skia reads it off the font's <c>cmap</c> table to make the page searchable; the font's own table
/// knows no lining figures, small capitals and ligatures, so the serial could not be copied.
/// </summary>
internal sealed class CharacterMap
{
    private const int HeaderLength = 28;
    private const int GroupLength = 12;

    private static readonly Dictionary<string, int> Ligatures = new()
    {
        ["ff"] = 0xFB00,
        ["fi"] = 0xFB01,
        ["fl"] = 0xFB02,
        ["ffi"] = 0xFB03,
        ["ffl"] = 0xFB04,
    };

    private readonly SortedDictionary<int, ushort> _glyphs;

    private CharacterMap(SortedDictionary<int, ushort> glyphs) => _glyphs = glyphs;

    /// <summary>
    /// Reads the pairs off what was drawn with one font. The table has one place for each character and names each glyph once, so of the glyphs that a
    /// character has on the page the most frequent one gets it: not the one that a letter takes beside a certain other letter, which may come first.
    /// </summary>
    public static CharacterMap Of(IEnumerable<GlyphRun> runs)
    {
        var glyphs = new SortedDictionary<int, ushort>();
        var named = new HashSet<ushort>();
        foreach (var (character, glyph) in runs.SelectMany(Pairs).CountBy(pair => pair).OrderByDescending(pair => pair.Value).Select(pair => pair.Key))
        {
            if (!glyphs.ContainsKey(character) && named.Add(glyph))
            {
                glyphs.Add(character, glyph);
            }
        }

        return new CharacterMap(glyphs);
    }

    /// <summary>Writes an OpenType <c>cmap</c> table: one subtable, of format 12.</summary>
    /// <param name="renumbered">From the glyph numbers of the runs to those of the font that the table is for.</param>
    public byte[] ToTable(IReadOnlyDictionary<ushort, ushort> renumbered)
    {
        var table = new byte[HeaderLength + (_glyphs.Count * GroupLength)];
        WriteNumbers(table, 0, 1); // version, number of subtables
        WriteNumbers(table.AsSpan(4), 3, 10); // Windows, full Unicode
        BinaryPrimitives.WriteUInt32BigEndian(table.AsSpan(8), 12); // where the subtable begins
        WriteNumbers(table.AsSpan(12), 12, 0); // format
        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(16), table.Length - 12);
        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(24), _glyphs.Count);
        var group = HeaderLength;
        foreach (var (character, glyph) in _glyphs)
        {
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(group), character);
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(group + 4), character);
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(group + 8), renumbered[glyph]);
            group += GroupLength;
        }

        return table;
    }

    /// <summary>What is one glyph for one character; for the rest Skia writes the text itself into the page.</summary>
    private static IEnumerable<(int Character, ushort Glyph)> Pairs(GlyphRun run)
    {
        var ends = run.Clusters.Distinct().Order().ToList();
        for (var i = 0; i < run.Glyphs.Length; i++)
        {
            var start = run.Clusters[i];
            if (run.Clusters.Count(cluster => cluster == start) == 1)
            {
                var next = ends.IndexOf(start) + 1;
                var end = next < ends.Count ? (int)ends[next] : run.Text.Length;
                if (CharacterOf(Encoding.UTF8.GetString(run.Text.AsSpan((int)start, end - (int)start))) is { } character)
                {
                    yield return (character, run.Glyphs[i]);
                }
            }
        }
    }

    private static int? CharacterOf(string text) =>
        Rune.TryGetRuneAt(text, 0, out var rune) && rune.Utf16SequenceLength == text.Length ? rune.Value
        : Ligatures.TryGetValue(text, out var ligature) ? ligature
        : null;

    private static void WriteNumbers(Span<byte> at, ushort first, ushort second)
    {
        BinaryPrimitives.WriteUInt16BigEndian(at, first);
        BinaryPrimitives.WriteUInt16BigEndian(at[2..], second);
    }
}
