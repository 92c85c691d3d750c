using System.Globalization;
using System.Text;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Words as search compares them. <c>catalog.plain</c> does the same in SQL, and more for letters that are no accented ones.</summary>
internal static class PlainWord
{
    /// <summary>In lower case, without accents, and with the signs of C++, C# and .NET in letters.</summary>
    public static string Of(string word)
    {
        var plain = string.Concat(
                word.Normalize(NormalizationForm.FormKD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            )
            .ToLowerInvariant();
        return plain == ".net" ? "dotnet" : plain.Replace("++", "plusplus", StringComparison.Ordinal).Replace("#", "sharp", StringComparison.Ordinal);
    }

    /// <summary>Whether a letter is of a script without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.</summary>
    public static bool IsUnspaced(char letter) =>
        letter
            is (>= '\u0E01' and <= '\u0EFF')
                or (>= '\u1000' and <= '\u109F')
                or (>= '\u1780' and <= '\u17D3')
                or (>= '\u3005' and <= '\u3007')
                or (>= '\u3041' and <= '\u30FF')
                or (>= '\u31F0' and <= '\u31FF')
                or (>= '\u3400' and <= '\u9FFF')
                or (>= '\uF900' and <= '\uFAFF')
                or (>= '\uD840' and <= '\uD8BF');
}
