using ESchool.Application.Typesetting.Fonts;
using SkiaSharp;

namespace ESchool.Application.Typesetting;

/// <summary>One line of text on the page.</summary>
/// <param name="Line">The shaped line.</param>
/// <param name="X">Its left end, in points from the page's left edge.</param>
/// <param name="Baseline">Its baseline, in points from the page's top edge.</param>
/// <param name="Size">The size of its letters, in points.</param>
/// <param name="Color">Its colour.</param>
internal sealed record PlacedText(ShapedText Line, float X, float Baseline, float Size, SKColor Color)
{
    public void Draw(SKCanvas canvas, DocumentFonts fonts)
    {
        using var paint = new SKPaint { Color = Color, IsAntialias = true };
        foreach (var run in Line.Runs)
        {
            using var blob = Glyphs(run, fonts[run]);
            canvas.DrawText(blob, X, Baseline, paint);
        }
    }

    /// <summary>
    /// The run's text goes along with the glyphs: Skia writes it into the page where glyphs alone would not tell it (ligatures, Arabic forms),
    /// so that the page can be searched, copied and read aloud.
    /// </summary>
    private SKTextBlob? Glyphs(GlyphRun run, SubsetFont subset)
    {
        using var font = new SKFont(subset.Typeface, Size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Hinting = SKFontHinting.None,
        };
        using var builder = new SKTextBlobBuilder();
        var buffer = builder.AllocatePositionedTextRun(font, run.Glyphs.Length, run.Text.Length);
        buffer.SetGlyphs(Array.ConvertAll(run.Glyphs, glyph => subset.Renumbered[glyph]));
        buffer.SetPositions(Array.ConvertAll(run.Positions, position => new SKPoint(position.X * Size, position.Y * Size)));
        buffer.SetText(run.Text);
        buffer.SetClusters(run.Clusters);
        return builder.Build();
    }
}
