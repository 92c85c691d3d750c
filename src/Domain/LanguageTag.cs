using System.Globalization;

namespace ESchool.Domain;

/// <summary>Languages as BCP 47 tags, such as <c>en</c>, <c>pt-BR</c> or <c>zh-Hant</c>.</summary>
public static class LanguageTag
{
    private const int Longest = 35;

    /// <summary>Codes that the CLDR has replaced.</summary>
    private static readonly IReadOnlyDictionary<string, string> Replaced = new Dictionary<string, string>
    {
        ["iw"] = "he",
        ["in"] = "id",
        ["ji"] = "yi",
        ["tl"] = "fil",
        ["mo"] = "ro",
    };

    /// <summary>
    /// The tag as it is written (<c>pt-BR</c> for <c>PT-br</c>, <c>he</c> for <c>iw</c>); null for one that no language of the Unicode CLDR has.
    /// </summary>
    public static string? Find(string tag)
    {
        // .NET takes underscores too.
        if (tag.Length is 0 or > Longest || !tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return null;
        }

        try
        {
            return CultureInfo.GetCultureInfo(Renewed(tag), predefinedOnly: true).Name is { Length: > 0 } name ? name : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// The tag as search compares it: in lower case, and <c>nb</c> as <c>no</c>, for Bokmål is what Norwegian nearly always is. <c>catalog.language_of</c>
    /// knows the same in SQL.
    /// </summary>
    public static string Comparable(string tag)
    {
        var renewed = Renewed(tag.ToLowerInvariant());
        return renewed == "nb" || renewed.StartsWith("nb-", StringComparison.Ordinal) ? $"no{renewed[2..]}" : renewed;
    }

    private static string Renewed(string tag)
    {
        var language = tag.Split('-')[0];
        return Replaced.TryGetValue(language.ToLowerInvariant(), out var now) ? $"{now}{tag[language.Length..]}" : tag;
    }
}
