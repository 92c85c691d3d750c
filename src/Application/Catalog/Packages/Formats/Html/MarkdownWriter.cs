using System.Text;

namespace ESchool.Application.Catalog.Packages.Formats.Html;

/// <summary>
/// Writes Markdown (CommonMark, with the tables of GitHub) block by block. Everything that nests is bounded, so that the work and the result grow with the page
/// and not with its square.
/// </summary>
internal sealed class MarkdownWriter
{
    private const int MostNesting = 8;
    private const int MostColumns = 50;

    private readonly StringBuilder result = new();
    private readonly StringBuilder inline = new();
    private readonly Stack<(string Kind, int Start, string? Href)> open = new();
    private readonly Stack<(bool IsOrdered, int Number)> lists = new();
    private string marker = "";
    private int quotes;
    private int heading;
    private bool isTight;
    private int cells;
    private int rows;

    /// <summary>Within a preformatted text, which is taken as it is.</summary>
    public bool IsPreformatted { get; private set; }

    /// <summary>Adds text to the present block.</summary>
    public void Text(string text)
    {
        if (IsPreformatted)
        {
            inline.Append(text);
        }
        else
        {
            MarkdownText.Append(inline, text, isCode: open.TryPeek(out var top) && top.Kind == "code");
        }
    }

    /// <summary>Ends a line within a block.</summary>
    public void Break()
    {
        if (IsPreformatted)
        {
            inline.Append('\n');
        }
        else
        {
            inline.Append(heading > 0 || cells > 0 || open.Count > 0 ? " " : "  \n");
        }
    }

    /// <summary>Begins something within a line: <c>**</c>, <c>*</c>, <c>code</c>, or a link.</summary>
    public void Open(string kind, string? href = null)
    {
        if (!IsPreformatted && open.Count < MostNesting && open.All(outer => outer.Kind != kind && outer.Kind != "code"))
        {
            open.Push((kind, inline.Length, href));
        }
    }

    /// <summary>Ends it, and what was begun within and not ended.</summary>
    public void Close(string kind)
    {
        if (open.Any(outer => outer.Kind == kind))
        {
            while (CloseInner() != kind) { }
        }
    }

    /// <summary>Begins and ends blocks.</summary>
    public void Block() => Flush();

    /// <summary>Begins a heading.</summary>
    public void Heading(int level)
    {
        Flush();
        heading = level;
    }

    /// <summary>A line across the page.</summary>
    public void Rule()
    {
        Flush();
        Write("---");
    }

    /// <summary>Begins a quotation.</summary>
    public void BeginQuote()
    {
        Flush();
        quotes++;
    }

    /// <summary>Ends a quotation.</summary>
    public void EndQuote()
    {
        Flush();
        quotes = Math.Max(0, quotes - 1);
    }

    /// <summary>Begins a list.</summary>
    public void BeginList(bool isOrdered)
    {
        Flush();
        lists.Push((isOrdered, 0));
        isTight = lists.Count > 1;
    }

    /// <summary>Ends a list.</summary>
    public void EndList()
    {
        Flush();
        lists.TryPop(out _);
        (marker, isTight) = ("", lists.Count > 0);
    }

    /// <summary>Begins an item of the present list.</summary>
    public void Item()
    {
        Flush();
        var list = lists.TryPop(out var present) ? present : (IsOrdered: false, Number: 0);
        isTight = list.Number > 0 || lists.Count > 0;
        lists.Push((list.IsOrdered, list.Number + 1));
        marker = list.IsOrdered ? $"{list.Number + 1}. " : "- ";
    }

    /// <summary>Begins a preformatted text.</summary>
    public void BeginPreformatted()
    {
        Flush();
        IsPreformatted = true;
    }

    /// <summary>Ends a preformatted text.</summary>
    public void EndPreformatted()
    {
        if (!IsPreformatted)
        {
            return;
        }

        IsPreformatted = false;
        var code = inline.ToString().ReplaceLineEndings("\n").Trim('\n');
        inline.Clear();
        if (code.Trim().Length > 0)
        {
            var fence = new string('`', Math.Max(3, LongestRun(code) + 1));
            Write($"{fence}\n{code}\n{fence}");
        }
    }

    /// <summary>Begins a table.</summary>
    public void BeginTable()
    {
        Flush();
        rows = 0;
    }

    /// <summary>Begins a cell; the first begins a row.</summary>
    public void Cell()
    {
        if (cells == 0)
        {
            Flush();
        }

        if (cells < MostColumns)
        {
            CloseAll();
            cells++;
            inline.Append(cells == 1 ? "| " : " | ");
        }
    }

    /// <summary>Ends a row.</summary>
    public void EndRow()
    {
        if (cells == 0)
        {
            return;
        }

        CloseAll();
        var row = $"{inline.ToString().TrimEnd()} |";
        inline.Clear();
        isTight = rows++ > 0;
        Write(rows == 1 ? $"{row}\n|{string.Concat(Enumerable.Repeat(" --- |", cells))}" : row);
        (cells, isTight) = (0, false);
    }

    /// <summary>All that was written.</summary>
    public string End()
    {
        EndPreformatted();
        EndRow();
        Flush();
        return result.ToString().Trim();
    }

    private static int LongestRun(string code)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in code)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private void CloseAll()
    {
        while (open.Count > 0)
        {
            CloseInner();
        }
    }

    private string CloseInner()
    {
        var (kind, start, href) = open.Pop();
        var content = inline.ToString(start, inline.Length - start);
        var text = content.Trim();
        if (text.Length > 0)
        {
            // Marks must touch what they mark; the spaces stay outside.
            inline.Length = start;
            inline.Append(content[0] == ' ' ? " " : "");
            inline.Append(
                kind switch
                {
                    "a" => $"[{text}]({href})",
                    "code" => Code(text),
                    _ => kind + text + kind,
                }
            );
            inline.Append(content[^1] == ' ' ? " " : "");
        }

        return kind;
    }

    private static string Code(string text)
    {
        var ticks = new string('`', LongestRun(text) + 1);
        return text[0] == '`' || text[^1] == '`' ? $"{ticks} {text} {ticks}" : ticks + text + ticks;
    }

    private void Flush()
    {
        if (IsPreformatted)
        {
            return;
        }

        CloseAll();
        if (cells > 0)
        {
            // Within a cell everything is one line.
            inline.Append(inline[^1] == ' ' ? "" : " ");
            return;
        }

        var block = inline.ToString().Trim();
        inline.Clear();
        if (block.Length > 0)
        {
            Write(
                heading > 0 ? $"{new string('#', heading)} {block.ReplaceLineEndings(" ")}" : string.Join('\n', block.Split('\n').Select(MarkdownText.Begin))
            );
        }

        heading = 0;
    }

    private void Write(string block)
    {
        var depth = Math.Clamp(lists.Count - 1, 0, MostNesting);
        var quoted = string.Concat(Enumerable.Repeat("> ", Math.Min(quotes, MostNesting)));
        var indent = quoted + new string(' ', 4 * depth);
        var isItem = marker.Length > 0;
        if (result.Length > 0)
        {
            result.Append(isTight && (isItem || rows > 0 || lists.Count == 0) ? "\n" : $"\n{quoted.TrimEnd()}\n");
        }

        // What follows in an item stands below its first line.
        var rest = indent + (lists.Count > 0 ? "    " : "");
        result
            .Append(indent)
            .Append(
                isItem ? marker.PadRight(4)
                : lists.Count > 0 ? "    "
                : ""
            )
            .Append(block.Replace("\n", "\n" + rest, StringComparison.Ordinal));
        marker = "";
        isTight = lists.Count > 0;
    }
}
