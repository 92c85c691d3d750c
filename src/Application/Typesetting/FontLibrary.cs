using System.Text;

namespace ESchool.Application.Typesetting;

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

    private static readonly string[] Scripts =
    [
        "NotoSerif-Regular.ttf", "NotoNaskhArabic-Regular.ttf", "NotoSerifHebrew-Regular.ttf", "NotoSerifDevanagari-Regular.ttf",
        "NotoSerifBengali-Regular.ttf", "NotoSerifGurmukhi-Regular.ttf", "NotoSerifGujarati-Regular.ttf", "NotoSerifTamil-Regular.ttf",
        "NotoSerifTelugu-Regular.ttf", "NotoSerifKannada-Regular.ttf", "NotoSerifMalayalam-Regular.ttf", "NotoSerifSinhala-Regular.ttf",
        "NotoSerifThai-Regular.ttf", "NotoSerifLao-Regular.ttf", "NotoSerifKhmer-Regular.ttf", "NotoSerifMyanmar-Regular.ttf",
        "NotoSerifArmenian-Regular.ttf", "NotoSerifGeorgian-Regular.ttf", "NotoSerifEthiopic-Regular.ttf",
    ];

    private readonly BundledFont[] _roman;
    private readonly BundledFont[] _italic;

    public FontLibrary()
    {
        var upright = new BundledFont("EBGaramond12-Regular.ttf", 0);
        var italic = new BundledFont("EBGaramond12-Italic.ttf", 0);
        BundledFont[] fallback =
        [
            .. Scripts.Select(file => new BundledFont(file, 0)),
            new BundledFont("WenQuanYiMicroHei.ttc", EastAsian),
            new BundledFont("DejaVuSans.ttf", 0), // arrows, mathematics, symbols: the widest coverage, so the last resort
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
