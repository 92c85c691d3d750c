using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Formats.Html;

/// <summary>
/// Makes an article of a page, from the tokens of the page and not from a tree of it: a tree of a hostile page is deeper than a stack, and can be a million
/// times larger than the page. Only text, headings, lists, quotes, code, tables and links come through; nothing that a browser would run.
/// </summary>
internal static class HtmlToMarkdown
{
    /// <summary>More of them than any page plays.</summary>
    private const int MostMedia = 100;

    /// <summary>Elements that are dropped with all that is in them.</summary>
    private static readonly HashSet<string> Dropped =
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "canvas",
        "select",
        "textarea",
        "button",
        "video",
        "audio",
        "applet",
        "noembed",
        "noframes",
        "frameset",
    ];

    /// <summary>Of the dropped, and of the others, those that did something.</summary>
    private static readonly HashSet<string> Interactive =
    [
        "script",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "textarea",
        "button",
        "input",
        "form",
        "applet",
        "svg",
        "math",
        "audio",
        "frameset",
    ];

    private static readonly HashSet<string> Blocks =
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "address",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "form",
        "fieldset",
        "legend",
        "center",
        "body",
        "html",
        "head",
        "caption",
        "tbody",
        "thead",
        "tfoot",
        "hgroup",
    ];

    /// <summary>Makes it.</summary>
    public static HtmlPage Convert(string html, CancellationToken cancellationToken)
    {
        using var source = new TextSource(html);
        var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        var page = new Page();
        while (tokenizer.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (token.Type)
            {
                case HtmlTokenType.StartTag:
                    page.Begin(token.AsTag());
                    tokenizer.State = ModeAfter(token.Name);
                    break;
                case HtmlTokenType.EndTag:
                    page.End(token.Name);
                    break;
                case HtmlTokenType.Character:
                    page.Text(token.Data);
                    break;
                default:
                    break;
            }
        }

        return page.Finish();
    }

    /// <summary>How the content of an element is read (HTML, "Parsing HTML documents").</summary>
    private static HtmlParseMode ModeAfter(string name) =>
        name switch
        {
            "script" => HtmlParseMode.Script,
            "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
            "title" or "textarea" => HtmlParseMode.RCData,
            "plaintext" => HtmlParseMode.Plaintext,
            _ => HtmlParseMode.PCData,
        };

    /// <summary>A page that is being read.</summary>
    private sealed class Page
    {
        private readonly MarkdownWriter writer = new();
        private readonly HashSet<ImportCause> causes = [];
        private readonly List<string> media = [];
        private readonly System.Text.StringBuilder title = new();
        private string? dropped;
        private int depth;
        private bool isInTitle;

        public void Begin(HtmlTagToken tag)
        {
            var name = tag.Name;
            if (Interactive.Contains(name))
            {
                causes.Add(ImportCause.InteractiveDropped);
            }

            Collect(tag);
            if (dropped is not null)
            {
                depth += name == dropped ? 1 : 0;
            }
            else if (Dropped.Contains(name))
            {
                (dropped, depth) = (name, 1);
            }
            else
            {
                Open(tag);
            }
        }

        public void End(string name)
        {
            if (dropped is not null)
            {
                dropped = name == dropped && --depth == 0 ? null : dropped;
                return;
            }

            switch (name)
            {
                case "title":
                    isInTitle = false;
                    break;
                case "b" or "strong":
                    writer.Close("**");
                    break;
                case "i" or "em" or "cite" or "var":
                    writer.Close("*");
                    break;
                case "code" or "kbd" or "samp" or "tt":
                    writer.Close("code");
                    break;
                case "a":
                    writer.Close("a");
                    break;
                case "ul" or "ol" or "menu":
                    writer.EndList();
                    break;
                case "blockquote":
                    writer.EndQuote();
                    break;
                case "pre" or "xmp" or "listing":
                    writer.EndPreformatted();
                    break;
                case "tr" or "table":
                    writer.EndRow();
                    break;
                case "td" or "th" or "br" or "span":
                    break;
                default:
                    if (Blocks.Contains(name) || name is "li" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6")
                    {
                        writer.Block();
                    }

                    break;
            }
        }

        public void Text(string text)
        {
            if (isInTitle)
            {
                title.Append(text);
            }
            else if (dropped is null)
            {
                writer.Text(text);
            }
        }

        public HtmlPage Finish() => new(title.ToString().Trim(), writer.End(), media, causes);

        private void Open(HtmlTagToken tag)
        {
            switch (tag.Name)
            {
                case "title":
                    isInTitle = true;
                    break;
                case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                    writer.Heading(tag.Name[1] - '0');
                    break;
                case "b" or "strong":
                    writer.Open("**");
                    break;
                case "i" or "em" or "cite" or "var":
                    writer.Open("*");
                    break;
                case "code" or "kbd" or "samp" or "tt":
                    writer.Open("code");
                    break;
                case "a":
                    Link(tag);
                    break;
                case "img":
                    causes.Add(ImportCause.PicturesDropped);
                    writer.Text(tag.GetAttribute("alt"));
                    break;
                case "br":
                    writer.Break();
                    break;
                case "hr":
                    writer.Rule();
                    break;
                case "ul" or "menu":
                    writer.BeginList(isOrdered: false);
                    break;
                case "ol":
                    writer.BeginList(isOrdered: true);
                    break;
                case "li":
                    writer.Item();
                    break;
                case "blockquote":
                    writer.BeginQuote();
                    break;
                case "pre" or "xmp" or "listing":
                    writer.BeginPreformatted();
                    break;
                case "table":
                    writer.BeginTable();
                    break;
                case "td" or "th":
                    writer.Cell();
                    break;
                case "tr":
                    writer.EndRow();
                    break;
                default:
                    if (Blocks.Contains(tag.Name))
                    {
                        writer.Block();
                    }

                    break;
            }
        }

        private void Link(HtmlTagToken tag)
        {
            writer.Close("a");
            if (tag.GetAttribute("href") is not { Length: > 0 } href)
            {
                return;
            }

            if (MarkdownText.Address(href) is { } address)
            {
                writer.Open("a", address);
            }
            else if (!VideoFiles.Is(href))
            {
                causes.Add(ImportCause.LinksDropped);
            }
        }

        private void Collect(HtmlTagToken tag)
        {
            var address = tag.Name switch
            {
                "video" or "source" or "embed" or "iframe" => tag.GetAttribute("src"),
                "object" => tag.GetAttribute("data"),
                "a" => tag.GetAttribute("href"),
                _ => "",
            };
            if (address is { Length: > 0 } && media.Count < MostMedia && VideoFiles.Is(address.Split('?', '#')[0]))
            {
                media.Add(address);
            }
        }
    }
}
