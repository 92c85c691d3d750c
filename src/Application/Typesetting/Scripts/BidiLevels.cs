using System.Text;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>
/// The implicit part of the Unicode bidirectional algorithm (UAX #9) for one paragraph: its direction (P2, P3), the level of every character
/// (W1–W7, N0–N2, I1–I2) and the order of a line's pieces (L2). Explicit embeddings and isolates do not occur: they are not printable.
/// </summary>
internal static class BidiLevels
{
    /// <summary>0 when the paragraph runs from left to right, 1 when from right to left: the first letter decides.</summary>
    public static byte ParagraphLevel(ReadOnlySpan<Rune> text)
    {
        foreach (var rune in text)
        {
            switch (BidiClasses.Of(rune))
            {
                case BidiClass.Left:
                    return 0;
                case BidiClass.Right or BidiClass.ArabicLetter:
                    return 1;
            }
        }

        return 0;
    }

    /// <summary>The level of every character; odd ones run from right to left.</summary>
    public static byte[] Resolve(ReadOnlySpan<Rune> text, byte paragraphLevel)
    {
        var classes = new BidiClass[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            classes[i] = BidiClasses.Of(text[i]);
        }

        var embedding = paragraphLevel == 1 ? BidiClass.Right : BidiClass.Left;
        ResolveWeak(classes, embedding);
        ResolveBrackets(text, classes, embedding);
        ResolveNeutrals(classes, embedding);
        return Array.ConvertAll(classes, c => Level(c, paragraphLevel));
    }

    /// <summary>Puts the pieces of a line from left to right (L2): every stretch at or above a level is reversed, highest level first.</summary>
    public static void Reorder<T>(List<T> pieces, Func<T, byte> level)
    {
        for (var height = pieces.Max(level); height > 0; height--)
        {
            for (var i = 0; i < pieces.Count; i++)
            {
                var end = i;
                while (end < pieces.Count && level(pieces[end]) >= height)
                {
                    end++;
                }

                pieces.Reverse(i, end - i);
                i = end;
            }
        }
    }

    private static void ResolveWeak(BidiClass[] classes, BidiClass embedding)
    {
        ResolveMarksAndArabic(classes, embedding);
        ResolveSeparators(classes);
        ResolveTerminators(classes);

        var strong = embedding;
        for (var i = 0; i < classes.Length; i++) // W7
        {
            strong = classes[i] is BidiClass.Left or BidiClass.Right ? classes[i] : strong;
            classes[i] = classes[i] == BidiClass.EuropeanNumber && strong == BidiClass.Left ? BidiClass.Left : classes[i];
        }
    }

    /// <summary>W1 (a mark is what it stands on), W2 (digits after Arabic letters are Arabic numbers), W3.</summary>
    private static void ResolveMarksAndArabic(BidiClass[] classes, BidiClass embedding)
    {
        var (previous, strong) = (embedding, embedding);
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = classes[i] == BidiClass.Mark ? previous : classes[i];
            previous = classes[i];
            strong = classes[i] is BidiClass.Left or BidiClass.Right or BidiClass.ArabicLetter ? classes[i] : strong;
            classes[i] = classes[i] == BidiClass.EuropeanNumber && strong == BidiClass.ArabicLetter ? BidiClass.ArabicNumber : classes[i];
        }

        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = classes[i] == BidiClass.ArabicLetter ? BidiClass.Right : classes[i];
        }
    }

    /// <summary>W4: one separator between two numbers of a kind belongs to them.</summary>
    private static void ResolveSeparators(BidiClass[] classes)
    {
        for (var i = 1; i + 1 < classes.Length; i++)
        {
            var (before, after) = (classes[i - 1], classes[i + 1]);
            if (
                before == after
                && (
                    (before == BidiClass.EuropeanNumber && classes[i] is BidiClass.EuropeanSeparator or BidiClass.CommonSeparator)
                    || (before == BidiClass.ArabicNumber && classes[i] == BidiClass.CommonSeparator)
                )
            )
            {
                classes[i] = before;
            }
        }
    }

    /// <summary>W5 (a sign beside a number belongs to it), W6 (what is left is neutral).</summary>
    private static void ResolveTerminators(BidiClass[] classes)
    {
        for (var i = 0; i < classes.Length; )
        {
            var end = i + 1;
            if (classes[i] == BidiClass.EuropeanTerminator)
            {
                end = EndOf(classes, i, c => c == BidiClass.EuropeanTerminator);
                var besideNumber = (i > 0 && classes[i - 1] == BidiClass.EuropeanNumber) || (end < classes.Length && classes[end] == BidiClass.EuropeanNumber);
                Array.Fill(classes, besideNumber ? BidiClass.EuropeanNumber : BidiClass.Neutral, i, end - i);
            }
            else if (classes[i] is BidiClass.EuropeanSeparator or BidiClass.CommonSeparator)
            {
                classes[i] = BidiClass.Neutral;
            }

            i = end;
        }
    }

    /// <summary>N0: both brackets of a pair run in one direction, the one of what they hold.</summary>
    private static void ResolveBrackets(ReadOnlySpan<Rune> text, BidiClass[] classes, BidiClass embedding)
    {
        foreach (var (open, close) in BracketPairs.In(text, classes))
        {
            var inside = classes.AsSpan(open + 1, close - open - 1);
            var direction =
                Holds(inside, embedding) ? embedding
                : Holds(inside, Opposite(embedding)) ? StrongBefore(classes, open, embedding)
                : BidiClass.Neutral;
            classes[open] = classes[close] = direction;
        }
    }

    /// <summary>N1, N2: neutrals between two letters of one direction join them, others follow the paragraph.</summary>
    private static void ResolveNeutrals(BidiClass[] classes, BidiClass embedding)
    {
        for (var i = 0; i < classes.Length; )
        {
            if (classes[i] != BidiClass.Neutral)
            {
                i++;
                continue;
            }

            var end = EndOf(classes, i, c => c == BidiClass.Neutral);
            var before = i == 0 ? embedding : Direction(classes[i - 1]);
            var after = end == classes.Length ? embedding : Direction(classes[end]);
            Array.Fill(classes, before == after ? before : embedding, i, end - i);
            i = end;
        }
    }

    private static int EndOf(BidiClass[] classes, int start, Predicate<BidiClass> belongs)
    {
        var end = Array.FindIndex(classes, start, c => !belongs(c));
        return end < 0 ? classes.Length : end;
    }

    private static BidiClass StrongBefore(BidiClass[] classes, int index, BidiClass embedding)
    {
        var strong = Array.FindLastIndex(classes, index, c => c is not BidiClass.Neutral);
        return strong < 0 ? embedding : Direction(classes[strong]);
    }

    private static bool Holds(ReadOnlySpan<BidiClass> classes, BidiClass direction)
    {
        foreach (var c in classes)
        {
            if (c != BidiClass.Neutral && Direction(c) == direction)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>For neutrals a number counts as right-to-left.</summary>
    private static BidiClass Direction(BidiClass c) => c == BidiClass.Left ? BidiClass.Left : BidiClass.Right;

    private static BidiClass Opposite(BidiClass c) => c == BidiClass.Left ? BidiClass.Right : BidiClass.Left;

    private static byte Level(BidiClass c, byte paragraph) =>
        (c, paragraph) switch
        {
            (BidiClass.Left, 0) => 0,
            (BidiClass.Right, _) => 1,
            _ => 2,
        };
}
