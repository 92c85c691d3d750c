using System.Globalization;
using System.Text;
using ESchool.Application.Typesetting.Fonts;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>
/// What people typed, made fit to print: whatever has no shape on paper is gone, whatever no bundled font has is a visible box
/// rather than a silent gap, because a name with something missing would look like somebody else's name.
/// </summary>
internal static class PrintableText
{
    /// <summary>Names and titles are far shorter; beyond it a text ends in an ellipsis, so that no input can make the page slow or large.</summary>
    private const int MaxLength = 400;

    /// <summary>Accents pile up no higher than this ("zalgo" text would climb out of its box); real orthographies use two.</summary>
    private const int MaxAccents = 3;

    private static readonly Rune Box = new('□');
    private static readonly Rune Space = new(' ');
    private static readonly Rune Ellipsis = new('…');

    public static string Of(string? text, FontLibrary fonts)
    {
        var printed = new List<Rune>();
        var accents = 0;
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            accents = IsAccent(rune) ? accents + 1 : 0;
            if (accents <= MaxAccents && Printed(rune, fonts) is { } shape && !(shape == Space && (printed.Count == 0 || printed[^1] == Space)))
            {
                printed.Add(shape);
            }

            if (printed.Count == MaxLength)
            {
                printed[^1] = Ellipsis;
                break;
            }
        }

        var result = string.Concat(printed).TrimEnd(' ');
        return result.Length == 0 ? "—" : result;
    }

    private static Rune? Printed(Rune rune, FontLibrary fonts)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            return Space;
        }

        return HasNoShape(rune) ? null
            : IsJoiner(rune) || HasKnownShape(rune, fonts) ? rune
            : Box;
    }

    /// <summary>What a font has for private use is its own, and not what was meant.</summary>
    private static bool HasKnownShape(Rune rune, FontLibrary fonts) => Rune.GetUnicodeCategory(rune) != UnicodeCategory.PrivateUse && fonts.Cover(rune);

    /// <summary>The two invisible characters that spelling needs: Persian and the scripts of India write with them.</summary>
    public static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsAccent(Rune rune) =>
        rune.Value is (>= 0x300 and <= 0x36F) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF);

    /// <summary>Controls, direction marks and overrides (they would let a name rearrange the sentence around it), variation selectors.</summary>
    private static bool HasNoShape(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => true,
            UnicodeCategory.Format => !IsJoiner(rune),
            _ => rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0xFFFC,
        };
}
