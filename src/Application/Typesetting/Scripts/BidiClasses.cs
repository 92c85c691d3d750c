using System.Globalization;
using System.Text;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>The classes of the Unicode bidirectional algorithm (UAX #9, table 4) that occur once explicit controls are gone.</summary>
internal enum BidiClass
{
    Left,
    Right,
    ArabicLetter,
    EuropeanNumber,
    EuropeanSeparator,
    EuropeanTerminator,
    ArabicNumber,
    CommonSeparator,
    Mark,
    Neutral,
}

/// <summary>Finds a character's class from its block and category; .NET keeps its own table to itself.</summary>
internal static class BidiClasses
{
    public static BidiClass Of(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
        {
            return BidiClass.Mark;
        }

        return OfNumbers(rune.Value) ?? OfRightToLeft(rune.Value) ?? OfRest(category);
    }

    private static BidiClass? OfNumbers(int value) =>
        value switch
        {
            (>= '0' and <= '9') or (>= 0x6F0 and <= 0x6F9) or 0xB2 or 0xB3 or 0xB9 or (>= 0x2070 and <= 0x2089) => BidiClass.EuropeanNumber,
            (>= 0x660 and <= 0x669) or 0x66B or 0x66C or (>= 0x600 and <= 0x605) => BidiClass.ArabicNumber,
            '+' or '-' or 0x2212 => BidiClass.EuropeanSeparator,
            '#' or '$' or '%' or (>= 0xA2 and <= 0xA5) or 0xB0 or 0xB1 or 0x66A or (>= 0x2030 and <= 0x2034) or (>= 0x20A0 and <= 0x20CF) =>
                BidiClass.EuropeanTerminator,
            ',' or '.' or '/' or ':' or 0xA0 or 0x60C or 0x202F => BidiClass.CommonSeparator,
            _ => null,
        };

    private static BidiClass? OfRightToLeft(int value) =>
        value switch
        {
            (>= 0x600 and <= 0x7BF) or (>= 0x860 and <= 0x8FF) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x1EC70 and <= 0x1EEFF) =>
                BidiClass.ArabicLetter,
            (>= 0x590 and <= 0x5FF) or (>= 0x7C0 and <= 0x85F) or (>= 0xFB1D and <= 0xFB4F) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF) =>
                BidiClass.Right,
            _ => null,
        };

    private static BidiClass OfRest(UnicodeCategory category) =>
        category switch
        {
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber => BidiClass.Left,
            _ => BidiClass.Neutral,
        };
}
