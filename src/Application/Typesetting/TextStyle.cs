using ESchool.Application.Typesetting.Fonts;
using HarfBuzzSharp;

namespace ESchool.Application.Typesetting;

/// <summary>How a text is set, apart from its size and colour.</summary>
/// <param name="Style">Roman or italic.</param>
/// <param name="Tracking">Space added after every letter, in em. Only for the school's own words: it would tear Arabic apart.</param>
/// <param name="Features">OpenType features.</param>
internal sealed record TextStyle(FontStyle Style, float Tracking, params Feature[] Features)
{
    /// <summary>Lining figures: the old-style 1 of this typeface is a small capital I, which no date and no serial can afford.</summary>
    private static readonly Feature Lining = On("lnum");

    /// <summary>Letters that are set apart must not be joined.</summary>
    private static readonly Feature[] Apart = [Lining, Off("liga"), Off("clig"), Off("calt")];

    public static readonly TextStyle Roman = new(FontStyle.Roman, 0, Lining);

    /// <summary>Without the swashes that this italic joins to a last s, which read as another letter.</summary>
    public static readonly TextStyle Italic = new(FontStyle.Italic, 0, Lining, Off("clig"), Off("calt"));

    /// <summary>
    /// For receipts and statements, which are copied into other programs: every letter is a glyph of its own. Joined letters stand in the page as text beside
    /// the glyphs (ActualText), which not every reader looks at.
    /// </summary>
    public static readonly TextStyle Plain = new(FontStyle.Roman, 0, Apart);

    /// <inheritdoc cref="Plain"/>
    public static readonly TextStyle PlainItalic = new(FontStyle.Italic, 0, Apart);

    public static readonly TextStyle Address = new(FontStyle.Roman, 0.02f, Apart);
    public static readonly TextStyle Figures = new(FontStyle.Roman, 0.05f, Apart);
    public static readonly TextStyle Label = new(FontStyle.Roman, 0.09f, Apart);
    public static readonly TextStyle Masthead = new(FontStyle.Roman, 0.34f, Apart);
    public static readonly TextStyle Heading = new(FontStyle.Roman, 0.045f, [.. Apart, On("smcp")]);

    /// <summary>Whether small letters are set as small capitals.</summary>
    public bool SmallCapitals { get; } = Features.Any(feature => feature.Tag == Tag.Parse("smcp"));

    private static Feature On(string tag) => new(Tag.Parse(tag), 1);

    private static Feature Off(string tag) => new(Tag.Parse(tag), 0);
}
