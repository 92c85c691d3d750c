using System.Text;

namespace ESchool.Application.Catalog.Packages.Formats.Html;

/// <summary>Writes what is meant as text, so that Markdown takes it as text.</summary>
internal static class MarkdownText
{
    /// <summary>The longest address that is kept.</summary>
    private const int LongestAddress = 2_000;

    private const string Special = "\\`*_[]<>|~";

    /// <summary>Adds a text, with what has a meaning in Markdown escaped.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="isCode">True where nothing has a meaning.</param>
    public static void Append(StringBuilder to, ReadOnlySpan<char> text, bool isCode)
    {
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter) && letter != '\u00A0')
            {
                // Spaces and line breaks of the source mean one space.
                if (to.Length > 0 && to[^1] != ' ' && to[^1] != '\n')
                {
                    to.Append(' ');
                }

                continue;
            }

            // An ampersand may begin the name of a character, and so write what is escaped here in another way.
            if (!isCode && (Special.Contains(letter) || letter == '&'))
            {
                to.Append('\\');
            }

            to.Append(letter);
        }
    }

    /// <summary>A line of a block, where its beginning could make it a heading, a list, a quote or a rule.</summary>
    public static string Begin(string block)
    {
        var digits = 0;
        while (digits < block.Length && char.IsAsciiDigit(block[digits]))
        {
            digits++;
        }

        return digits is > 0 and < 10 && digits < block.Length && block[digits] is '.' or ')' && digits > 0 ? block.Insert(digits, "\\")
            : block.Length > 0 && "#+-=".Contains(block[0]) ? "\\" + block
            : block;
    }

    /// <summary>A link's address as it may stand in Markdown; null for one that is not to a web page or an e-mail address.</summary>
    public static string? Address(string? href)
    {
        if (href?.Trim() is not { Length: > 0 and <= LongestAddress } text || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return null;
        }

        // A user name in front of the host is how one address is made to look like another.
        var isWeb = uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;
        return isWeb || uri.Scheme == "mailto"
            ? uri
                .AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal)
                .Replace(")", "%29", StringComparison.Ordinal)
                .Replace("<", "%3C", StringComparison.Ordinal)
                .Replace(">", "%3E", StringComparison.Ordinal)
                .Replace("\\", "%5C", StringComparison.Ordinal)
            : null;
    }
}
