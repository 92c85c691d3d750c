using SkiaSharp;

namespace ESchool.Application.Typesetting.Fonts;

/// <summary>A font cut down to one document.</summary>
/// <param name="Typeface">The font, for Skia.</param>
/// <param name="Renumbered">From the bundled font's glyph numbers to those of the subset.</param>
internal sealed record SubsetFont(SKTypeface Typeface, IReadOnlyDictionary<ushort, ushort> Renumbered) : IDisposable
{
    public void Dispose() => Typeface.Dispose();
}
