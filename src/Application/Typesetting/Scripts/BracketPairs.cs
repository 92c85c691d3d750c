using System.Globalization;
using System.Text;
using HarfBuzzSharp;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>Finds the matching brackets of a paragraph (UAX #9, BD16).</summary>
internal static class BracketPairs
{
    public static List<(int Open, int Close)> In(ReadOnlySpan<Rune> text, BidiClass[] classes)
    {
        var pairs = new List<(int Open, int Close)>();
        var opened = new Stack<(int Index, uint Closing)>();
        for (var i = 0; i < text.Length; i++)
        {
            if (classes[i] != BidiClass.Neutral)
            {
                continue;
            }

            switch (Rune.GetUnicodeCategory(text[i]))
            {
                case UnicodeCategory.OpenPunctuation:
                    opened.Push((i, UnicodeFunctions.Default.GetMirroring((uint)text[i].Value)));
                    break;
                case UnicodeCategory.ClosePunctuation:
                    Close(opened, pairs, i, (uint)text[i].Value);
                    break;
            }
        }

        pairs.Sort();
        return pairs;
    }

    private static void Close(Stack<(int Index, uint Closing)> opened, List<(int Open, int Close)> pairs, int index, uint bracket)
    {
        if (!opened.Any(o => o.Closing == bracket))
        {
            return;
        }

        while (opened.TryPop(out var open))
        {
            if (open.Closing == bracket)
            {
                pairs.Add((open.Index, index));
                return;
            }
        }
    }
}
