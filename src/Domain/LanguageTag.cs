using System.Globalization;

namespace ESchool.Domain;

/// <summary>Languages as BCP 47 tags, such as <c>en</c>, <c>pt-BR</c> or <c>zh-Hant</c>.</summary>
public static class LanguageTag
{
    private const int Longest = 35;

    /// <summary>The tag as it is written (<c>pt-BR</c> for <c>PT-br</c>); null for one that no language of the Unicode CLDR has.</summary>
    public static string? Find(string tag)
    {
        // .NET takes underscores too.
        if (tag.Length is 0 or > Longest || !tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return null;
        }

        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name is { Length: > 0 } name ? name : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
