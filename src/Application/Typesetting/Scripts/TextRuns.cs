using System.Text;
using ESchool.Application.Typesetting.Fonts;
using HarfBuzzSharp;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>Splits a paragraph into runs. One shaping call over mixed Arabic, Latin and Chinese text would come out reversed or as boxes.</summary>
internal static class TextRuns
{
    /// <summary>The runs, in logical order.</summary>
    public static List<TextRun> Split(ReadOnlySpan<Rune> text, ReadOnlySpan<byte> levels, IReadOnlyList<BundledFont> fonts)
    {
        var runs = new List<TextRun>();
        var scripts = Scripts(text);
        for (var start = 0; start < text.Length; )
        {
            var end = start + 1;
            while (end < text.Length && levels[end] == levels[start] && scripts[end] == scripts[start])
            {
                end++;
            }

            SplitByFont(new TextRun(start, end - start, levels[start], scripts[start], fonts[0]), text, fonts, runs);
            start = end;
        }

        return runs;
    }

    /// <summary>Signs and spaces, which all scripts use, take the script before them, or at the beginning the one after them.</summary>
    private static Script[] Scripts(ReadOnlySpan<Rune> text)
    {
        var scripts = new Script[text.Length];
        var current = Script.Latin;
        var known = false;
        for (var i = 0; i < text.Length; i++)
        {
            var own = UnicodeFunctions.Default.GetScript((uint)text[i].Value);
            if (own != Script.Common && own != Script.Inherited && own != Script.Unknown)
            {
                current = own;
                scripts.AsSpan(0, known ? 0 : i).Fill(own);
                known = true;
            }

            scripts[i] = current;
        }

        return scripts;
    }

    /// <summary>
    /// One font for all letters of the script if there is one, otherwise the one that has most of them. Another one only where it lacks
    /// something, be it a bracket: the script's own font must not give way to one that has the bracket too.
    /// </summary>
    private static void SplitByFont(TextRun run, ReadOnlySpan<Rune> text, IReadOnlyList<BundledFont> fonts, List<TextRun> runs)
    {
        var letters = text.Slice(run.Start, run.Length);
        var main = MostSuitable(OfScript(letters, run.Script), fonts);
        for (var start = 0; start < letters.Length; )
        {
            var font = FontOf(Cluster(letters, start), main, fonts);
            var end = start + Cluster(letters, start).Length;
            while (end < letters.Length && FontOf(Cluster(letters, end), main, fonts) == font)
            {
                end += Cluster(letters, end).Length;
            }

            runs.Add(run with { Start = run.Start + start, Length = end - start, Font = font });
            start = end;
        }
    }

    private static Rune[] OfScript(ReadOnlySpan<Rune> text, Script script)
    {
        var letters = new List<Rune>(text.Length);
        foreach (var rune in text)
        {
            if (UnicodeFunctions.Default.GetScript((uint)rune.Value) == script)
            {
                letters.Add(rune);
            }
        }

        return [.. letters];
    }

    /// <summary>A letter with the marks and joiners on it, which must be shaped with it.</summary>
    private static ReadOnlySpan<Rune> Cluster(ReadOnlySpan<Rune> text, int start)
    {
        var end = start + 1;
        while (end < text.Length && (PrintableText.IsMark(text[end]) || PrintableText.IsJoiner(text[end])))
        {
            end++;
        }

        return text[start..end];
    }

    private static BundledFont FontOf(ReadOnlySpan<Rune> cluster, BundledFont main, IReadOnlyList<BundledFont> fonts) =>
        Covered(cluster, main) == cluster.Length ? main : MostSuitable(cluster, fonts);

    private static BundledFont MostSuitable(ReadOnlySpan<Rune> text, IReadOnlyList<BundledFont> fonts)
    {
        var (best, most) = (fonts[0], -1);
        foreach (var font in fonts)
        {
            var covered = Covered(text, font);
            if (covered > most)
            {
                (best, most) = (font, covered);
            }

            if (covered == text.Length)
            {
                break;
            }
        }

        return best;
    }

    private static int Covered(ReadOnlySpan<Rune> text, BundledFont font)
    {
        var count = 0;
        foreach (var rune in text)
        {
            count += PrintableText.IsJoiner(rune) || font.Covers(rune) ? 1 : 0;
        }

        return count;
    }
}
