using System.Text.RegularExpressions;
using ESchool.Domain;

namespace ESchool.Application.Notifications.Emails;

/// <summary>
/// Puts what people wrote into mails of the school. Whoever knows an address can make the school write to it, so a name must not carry a message of its own: it
/// is one line without links, or it is left out.
/// </summary>
public static partial class MailText
{
    private const int LongestName = 60;

    /// <summary>A name for a mail.</summary>
    /// <returns>Empty when it has a link, an address or a number to call in it, or is longer than names are.</returns>
    public static string NameOf(string name)
    {
        var line = VisibleText.OneLine(name);
        return line.Length > LongestName || Link().IsMatch(line) ? "" : line;
    }

    /// <summary>The first line of a mail.</summary>
    public static string Greeting(string name) => NameOf(name) is { Length: > 0 } known ? $"Hello {known}," : "Hello,";

    /// <summary>A title for a mail: one line, links taken out.</summary>
    public static string LineOf(string text) => Link().Replace(VisibleText.OneLine(text), "…");

    /// <summary>What somebody says in a mail, line by line, links taken out.</summary>
    public static string WordsOf(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(LineOf)).Trim();

    /// <summary>What mail programs make a link of, or people call: a scheme, an address, a host name, a long number; dots that look like one count.</summary>
    [GeneratedRegex(
        @"[a-z][a-z0-9+.-]{1,15}:/\S*|mailto:\S*|www\.\S*|\S+@\S+|[\p{L}\p{N}-]+(?:[.。．｡]\p{L}[\p{L}\p{N}-]+)+\S*|(?:\p{Nd}[ ()/.-]?){7,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex Link();
}
