using System.Globalization;
using System.Text;

namespace ESchool.Domain.Catalog.Slugs;

/// <summary>The name of a course in the address of its page, made of its title: words in small letters with dashes between.</summary>
public static class Slug
{
    private const int MaximumLength = 80;
    private const string Fallback = "course";

    /// <summary>Letters that are no base letter with an accent, and how people write them where they are missing.</summary>
    private static readonly Dictionary<char, string> Written = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ł'] = "l",
        ['ı'] = "i",
    };

    /// <summary>Makes one. Latin letters lose their accents; other scripts stay as they are, because nobody reads them transcribed.</summary>
    public static string Of(string title)
    {
        var slug = new StringBuilder();
        var isLatin = false;
        foreach (var rune in title.Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark && isLatin)
            {
                continue;
            }

            isLatin = Rune.IsLetter(rune) && rune.Value < 0x250;
            if (rune.IsBmp && Written.TryGetValue((char)rune.Value, out var written))
            {
                slug.Append(written);
            }
            else if (Rune.IsLetterOrDigit(rune) || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                slug.Append(rune);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var whole = Cut(slug.ToString().Normalize(NormalizationForm.FormC).Trim('-'));

        // What looks like an id would be taken for one.
        return whole.Length == 0 || Guid.TryParse(whole, out _) ? Fallback : whole;
    }

    /// <summary>Whether a course with this title keeps its slug: it is made of the title, perhaps with a number because another course has it too.</summary>
    public static bool IsOf(string? slug, string title)
    {
        var made = Of(title);
        return slug == made || (slug?.StartsWith($"{made}-", StringComparison.Ordinal) == true && slug[(made.Length + 1)..].All(char.IsAsciiHexDigitLower));
    }

    /// <summary>Cuts between words where there are any.</summary>
    private static string Cut(string slug)
    {
        if (slug.Length <= MaximumLength)
        {
            return slug;
        }

        var end = slug.LastIndexOf('-', MaximumLength);
        return end > 0 ? slug[..end] : slug[..(char.IsLowSurrogate(slug[MaximumLength]) ? MaximumLength - 1 : MaximumLength)];
    }
}
