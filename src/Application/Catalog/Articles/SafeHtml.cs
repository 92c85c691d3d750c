using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace ESchool.Application.Catalog.Articles;

/// <summary>
/// What HTML of an author may contain. Nothing that runs, nothing that loads by itself but pictures, and no id, which a page could take for its own.
/// </summary>
internal static partial class SafeHtml
{
    /// <summary>Elements.</summary>
    public static readonly ISet<string> Elements = Set(
        "p h1 h2 h3 h4 h5 h6 br hr ul ol li blockquote pre code em strong del ins mark sub sup a img table thead tbody tr th td input span div"
    );

    /// <summary>Attributes, of any element.</summary>
    public static readonly ISet<string> Attributes = Set("href title src alt class style start type checked disabled rel loading referrerpolicy");

    /// <summary>Schemes of addresses.</summary>
    public static readonly ISet<string> Schemes = Set("https http mailto");

    /// <summary>Attributes that hold an address.</summary>
    public static readonly ISet<string> Addresses = Set("href src");

    /// <summary>Properties in <c>style</c>: how a column of a table is aligned.</summary>
    public static readonly ISet<string> Styles = Set("text-align");

    /// <summary>Whether a class is kept: the language of code, for a highlighter, and what is mathematics.</summary>
    public static bool IsClass(string name) => name == "math" || Language().IsMatch(name);

    /// <summary>An address says where it leads by itself: a relative one would lead into the page that shows it.</summary>
    public static bool IsAddress(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme);

    /// <summary>
    /// A link tells the page it leads to nothing of this one. A picture is loaded when it is seen, and its server is not told by which page. A box is for show.
    /// </summary>
    public static void Harden(INode node)
    {
        if (node is not IElement element)
        {
            return;
        }

        switch (element.LocalName)
        {
            case "a":
                element.SetAttribute("rel", "nofollow noopener noreferrer");
                break;
            case "img":
                element.SetAttribute("loading", "lazy");
                element.SetAttribute("referrerpolicy", "no-referrer");
                break;
            case "input":
                element.SetAttribute("type", "checkbox");
                element.SetAttribute("disabled", "disabled");
                break;
        }
    }

    private static HashSet<string> Set(string names) => new(names.Split(' '), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("^language-[A-Za-z0-9+#._-]{1,40}$")]
    private static partial Regex Language();
}
