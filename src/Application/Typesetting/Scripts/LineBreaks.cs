using System.Globalization;
using System.Text;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>Where a line may end: the everyday part of UAX #14.</summary>
internal static class LineBreaks
{
    /// <summary>Whether a line may end between two characters.</summary>
    public static bool Between(Rune before, Rune after) =>
        !StaysWithPrevious(after) && !StaysWithNext(before) && (before.Value == ' ' || IsHyphen(before) || BreaksAnywhere(before) || BreaksAnywhere(after));

    private static bool IsHyphen(Rune rune) => rune.Value is '-' or '/' or 0x2010 or 0x2013 or 0x2014;

    /// <summary>Scripts without spaces between words: Chinese and Japanese, and (for want of a dictionary, between letters) those of South-East Asia.</summary>
    private static bool BreaksAnywhere(Rune rune) =>
        rune.Value
            is (>= 0x2E80 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFF01 and <= 0xFF60)
                or (>= 0x20000 and <= 0x3FFFF)
                or (>= 0x0E00 and <= 0x0EFF)
                or (>= 0x1000 and <= 0x109F)
                or (>= 0x1780 and <= 0x17FF);

    private static bool StaysWithPrevious(Rune rune) =>
        rune.Value is ' ' or ',' or '.' or ':' or ';' or '!' or '?' or '…' or 0x3001 or 0x3002 or 0x30FC or 0xFF01 or 0xFF0C or 0xFF1A or 0xFF1B or 0xFF1F
        || IsSmallKana(rune)
        || PrintableText.IsMark(rune)
        || PrintableText.IsJoiner(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static bool StaysWithNext(Rune rune) =>
        rune.Value is (>= 0x0E40 and <= 0x0E44) or (>= 0x0EC0 and <= 0x0EC4) // vowels that are written before their consonant
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool IsSmallKana(Rune rune) =>
        rune.Value
            is 0x3041
                or 0x3043
                or 0x3045
                or 0x3047
                or 0x3049
                or 0x3063
                or 0x3083
                or 0x3085
                or 0x3087
                or 0x30A1
                or 0x30A3
                or 0x30A5
                or 0x30A7
                or 0x30A9
                or 0x30C3
                or 0x30E3
                or 0x30E5
                or 0x30E7;
}
