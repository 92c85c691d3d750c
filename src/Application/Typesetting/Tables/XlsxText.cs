using System.Buffers;
using System.Globalization;
using System.Text;

namespace ESchool.Application.Typesetting.Tables;

/// <summary>Texts as cells of a workbook hold them (ECMA-376, ST_Xstring).</summary>
internal static class XlsxText
{
    /// <summary>Spreadsheets refuse a file with a longer text.</summary>
    public const int MaximumLength = 32_767;

    /// <summary>What is written in place of what XML can't hold: the character's number. What looks like that already has its underscore written so.</summary>
    private const string Escape = "_x005F_";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The text, with what XML does not allow written by its number, and cut where a cell ends.</summary>
    public static string Of(string text)
    {
        var place = FirstToWrite(text, 0);
        if (place < 0)
        {
            return Cut(text);
        }

        var written = new StringBuilder(text.Length + 64);
        var from = 0;
        for (; place >= 0; place = FirstToWrite(text, from))
        {
            written.Append(text, from, place - from);
            written.Append(text[place] == '_' ? Escape : $"_x{((int)text[place]).ToString("X4", CultureInfo.InvariantCulture)}_");
            from = place + 1;
        }

        return Cut(written.Append(text, from, text.Length - from).ToString());
    }

    private static int FirstToWrite(string text, int from)
    {
        for (var place = from; place < text.Length; place++)
        {
            if (IsForbidden(text, place) || LooksEscaped(text, place))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>XML 1.0 has no other control characters than tabs and line ends, no halves of pairs, and not the last two characters of the first plane.</summary>
    private static bool IsForbidden(string text, int place)
    {
        var one = text[place];
        return one < ' '
            ? one is not ('\t' or '\n')
            : one >= '\uFFFE'
                || (char.IsHighSurrogate(one) && !(place + 1 < text.Length && char.IsLowSurrogate(text[place + 1])))
                || (char.IsLowSurrogate(one) && !(place > 0 && char.IsHighSurrogate(text[place - 1])));
    }

    private static bool LooksEscaped(string text, int place) =>
        text[place] == '_'
        && place + 6 < text.Length
        && text[place + 1] == 'x'
        && text[place + 6] == '_'
        && text.AsSpan(place + 2, 4).IndexOfAnyExcept(HexDigits) < 0;

    private static string Cut(string text)
    {
        if (text.Length <= MaximumLength)
        {
            return text;
        }

        var end = MaximumLength - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
