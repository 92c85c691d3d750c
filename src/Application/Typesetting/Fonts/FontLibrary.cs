using System.Text;

namespace ESchool.Application.Typesetting.Fonts;

/// <summary>The two styles in which documents are set; scripts that they lack come from the fallback fonts.</summary>
internal enum FontStyle
{
    Roman,
    Italic,
}

/// <summary>
/// The bundled fonts, and which of them sets what. A document looks the same wherever it is drawn: fonts of the machine are never used.
/// </summary>
internal sealed class FontLibrary : IDisposable
{
    /// <summary>Where the East Asian blocks begin. The font for them has Latin letters and digits too, which would look foreign here.</summary>
    private const int EastAsian = 0x2E80;

    /// <summary>Where the pictographs begin. The font for them has digits and signs too, which other fonts draw as text.</summary>
    private const int Pictographs = 0x1F000;

    /// <summary>A font for each script: those with serifs first, which suit the rest of the page.</summary>
    private static readonly string[] Families = ["NotoSerif-", "NotoNaskh", "NotoSerif", "NotoSans"];

    private readonly BundledFont[] _roman;
    private readonly BundledFont[] _italic;

    public FontLibrary()
    {
        var upright = new BundledFont("EBGaramond12-Regular.ttf", 0);
        var italic = new BundledFont("EBGaramond12-Italic.ttf", 0);
        BundledFont[] fallback =
        [
            .. Families.SelectMany(BundledFont.Files).Distinct().Select(file => new BundledFont(file, 0)),
            new BundledFont("WenQuanYiMicroHei.ttc", EastAsian),
            new BundledFont("HanaMinA-Rare.ttf", EastAsian), // what the font before it lacks of Han
            new BundledFont("NotoEmoji-Regular.ttf", Pictographs),
            new BundledFont("DejaVuSans.ttf", 0), // arrows, mathematics, symbols: the widest coverage, so the last resort
            new BundledFont("NotoEmoji-Regular.ttf", 0),
        ];
        _roman = [upright, .. fallback];
        _italic = [italic, upright, .. fallback];
    }

    /// <summary>The fonts for a style, best first.</summary>
    public IReadOnlyList<BundledFont> For(FontStyle style) => style == FontStyle.Italic ? _italic : _roman;

    /// <summary>Whether any font has this character.</summary>
    public bool Cover(Rune rune) => Array.Exists(_italic, font => font.Covers(rune));

    public void Dispose()
    {
        foreach (var font in _italic)
        {
            font.Dispose();
        }
    }
}
