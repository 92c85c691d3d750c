using SkiaSharp;

namespace ESchool.Application.Typesetting;

/// <summary>The pages of a document on A4, set from the top down. In points, from the top left corner of each page.</summary>
internal sealed class DocumentPages
{
    public const float Width = 595.28f;
    public const float Height = 841.89f;
    public const float Left = 48;
    public const float Right = Width - 48;

    private const float Top = 64;
    private const float Bottom = Height - 64;

    public static readonly SKColor Ink = new(0x1B, 0x26, 0x3B);
    public static readonly SKColor Quiet = new(0x5A, 0x62, 0x70);

    private readonly TextFitter fitter;
    private readonly List<List<PlacedText>> pages = [];

    public DocumentPages(TextFitter fitter)
    {
        this.fitter = fitter;
        Turn();
    }

    /// <summary>What stands on each page.</summary>
    public IReadOnlyList<IReadOnlyList<PlacedText>> Placed => pages;

    /// <summary>The baseline of what is placed next.</summary>
    public float Y { get; set; }

    /// <summary>True when the page is full.</summary>
    public bool IsFull => Y > Bottom;

    /// <summary>Begins a page.</summary>
    public void Turn()
    {
        pages.Add([]);
        Y = Top;
    }

    /// <summary>The school's name, what this is, and whose it is.</summary>
    public void Head(string title, string person, string subject)
    {
        Place("E-SCHOOL", TextStyle.Masthead, 11, Left, Ink);
        Y += 36;
        Place(title, TextStyle.Heading, 24, Left, Ink);
        Y += 26;
        Place(person, TextStyle.Plain, 15, Left, Ink);
        Y += 18;
        Place(subject, TextStyle.Plain, 11, Left, Quiet);
        Y += 32;
    }

    /// <summary>One line; a text that is too long for it is set smaller.</summary>
    public void Place(string text, TextStyle style, float size, float left, SKColor color, float width = Right - Left) =>
        Place(pages[^1], text, style, size, left, Y, color, width);

    /// <summary>One line that ends at a place.</summary>
    public void PlaceRight(string text, TextStyle style, float size, float right, SKColor color)
    {
        var fitted = Fit(text, style, size, 140);
        pages[^1].Add(new PlacedText(fitted.Lines[0], right - (fitted.Lines[0].Width * fitted.Size), Y, fitted.Size, color));
    }

    /// <summary>A line at the foot of every page.</summary>
    /// <param name="textOf">The text, by the number of the page and of pages in all.</param>
    public void Foot(Func<int, int, string> textOf)
    {
        for (var page = 0; page < pages.Count; page++)
        {
            Place(pages[page], textOf(page + 1, pages.Count), TextStyle.PlainItalic, 8, Left, Height - 40, Quiet, Right - Left);
        }
    }

    private void Place(List<PlacedText> page, string text, TextStyle style, float size, float left, float baseline, SKColor color, float width)
    {
        var fitted = Fit(text, style, size, width);
        page.Add(new PlacedText(fitted.Lines[0], left, baseline, fitted.Size, color));
    }

    private FittedText Fit(string text, TextStyle style, float size, float width) => fitter.Fit(text, style, size, width, size * 3, maxLines: 1);
}
