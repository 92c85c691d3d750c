using System.Globalization;
using System.Text;

namespace ESchool.Domain;

/// <summary>
/// What texts that people see may consist of: names, titles, descriptions, reasons, messages. Refused is what deceives or what nobody can see: control
/// characters, bidirectional overrides, text of invisible characters only, an accent that stands on nothing (Unicode TR 36).
/// </summary>
public static class VisibleText
{
    private const int FirstStrongIsolate = 0x2068;
    private const int PopIsolate = 0x2069;
    private const int PopEmbedding = 0x202C;
    private const int BlackFlag = 0x1F3F4;

    /// <summary>Letters and symbols that show nothing, although their category says that they do: fillers of Hangul and the empty Braille cell.</summary>
    private static readonly int[] Blanks = [0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x1D159];

    /// <summary>Says what is wrong with a text; an empty one is not wrong.</summary>
    /// <param name="text">The text.</param>
    /// <param name="manyLines">True where line breaks and tabs are allowed.</param>
    /// <param name="bidi">True where bidirectional controls are allowed, because the text is isolated.</param>
    /// <returns>What it must not contain, with the code point; null when nothing is wrong.</returns>
    public static string? FaultOf(string text, bool manyLines, bool bidi = false)
    {
        Rune? before = null;
        for (var i = 0; i < text.Length; )
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return $"must not contain U+{(int)text[i]:X4}, half of a character.";
            }

            if (!(bidi && IsBidiControl(rune.Value)) && FaultOf(rune, before, manyLines) is { } fault)
            {
                return $"must not contain U+{rune.Value:X4}, {fault}.";
            }

            before = rune;
            i += rune.Utf16SequenceLength;
        }

        return text.Trim().Length == 0 || text.EnumerateRunes().Any(IsSeen) ? null : "must contain something that can be seen.";
    }

    /// <summary>What is left of a text without what it must not contain; empty when nothing of it can be seen.</summary>
    /// <param name="text">The text; half characters may be in it.</param>
    /// <param name="manyLines">True where line breaks and tabs are allowed; otherwise they and all other spaces become simple spaces.</param>
    public static string Cleaned(string text, bool manyLines)
    {
        var clean = new StringBuilder(text.Length);
        Rune? before = null;
        var isSeen = false;

        // Half of a character is enumerated as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = !manyLines && Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
            if (kept != Rune.ReplacementChar && FaultOf(kept, before, manyLines) is null)
            {
                clean.Append(kept.ToString());
                before = kept;
                isSeen |= IsSeen(kept);
            }
        }

        return isSeen ? clean.ToString() : "";
    }

    /// <summary>A text as one line without anything invisible that steers: for texts that were stored before they were checked.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(
                Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) ? " "
                : IsBidiControl(rune.Value) ? ""
                : rune.ToString()
            );
        }

        return string.Join(' ', line.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>
    /// Keeps the direction of a text to itself: a text with bidirectional controls is closed and set apart from what stands around it (UAX 9, isolates), so
    /// that it cannot turn the name or the time beside it. Any other text stays as it is.
    /// </summary>
    public static string Isolate(string text)
    {
        if (!text.EnumerateRunes().Any(rune => IsBidiControl(rune.Value)))
        {
            return text;
        }

        var open = new Stack<int>();
        var isolated = new StringBuilder(text.Length + 2).Append((char)FirstStrongIsolate);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsBidiControl(rune.Value) || Follow(rune.Value, open))
            {
                isolated.Append(rune.ToString());
            }
        }

        while (open.TryPop(out var closer))
        {
            isolated.Append((char)closer);
        }

        return isolated.Append((char)PopIsolate).ToString();
    }

    /// <summary>Keeps the open embeddings and isolates; what closes nothing is left out.</summary>
    private static bool Follow(int control, Stack<int> open)
    {
        if (control is PopEmbedding or PopIsolate)
        {
            return open.TryPeek(out var expected) && expected == control && open.TryPop(out _);
        }

        open.Push(control < FirstStrongIsolate - 2 ? PopEmbedding : PopIsolate);
        return true;
    }

    private static string? FaultOf(Rune rune, Rune? before, bool manyLines) =>
        rune.Value switch
        {
            '\n' or '\r' or '\t' => manyLines ? null : "a line break or tab",
            0x2028 or 0x2029 => manyLines ? null : "a line break",
            _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control => "a control character",
            _ when IsBidiControl(rune.Value) => "which changes the direction of the text around it",
            0xFEFF or >= 0xFFF9 and <= 0xFFFC => "an invisible mark",
            >= 0xE0000 and <= 0xE0FFF => IsPartOfSequence(rune, before) ? null : "an invisible mark",
            _ when (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF => "which is no character",
            _ when IsMark(rune) && (before is null || Rune.IsWhiteSpace(before.Value)) => "an accent without a letter",
            _ => null,
        };

    /// <summary>Flags of regions are a black flag and tags; variants of Han are a letter and a selector.</summary>
    private static bool IsPartOfSequence(Rune rune, Rune? before) =>
        rune.Value >= 0xE0100 ? before is not null : before is { Value: BlackFlag or (>= 0xE0020 and <= 0xE007E) };

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSeen(Rune rune) =>
        !Blanks.Contains(rune.Value)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
            );

    /// <summary>Embeddings, overrides and isolates. The marks U+200E, U+200F and U+061C turn nothing but themselves, and Arabic and Hebrew need them.</summary>
    private static bool IsBidiControl(int value) => value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
