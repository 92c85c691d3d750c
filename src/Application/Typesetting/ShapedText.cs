using ESchool.Application.Typesetting.Fonts;
using SkiaSharp;

namespace ESchool.Application.Typesetting;

/// <summary>The glyphs of one run, placed on the line. Lengths are in em, so that a text is shaped once and set at any size.</summary>
/// <param name="Font">The font whose glyphs they are.</param>
/// <param name="Style">The style it was shaped in.</param>
/// <param name="Glyphs">Glyph ids, from left to right.</param>
/// <param name="Positions">Where each one stands: from the line's left end, downwards from its baseline.</param>
/// <param name="Text">The run's text in UTF-8, for readers that copy or speak the page.</param>
/// <param name="Clusters">Which byte of <paramref name="Text"/> each glyph begins at.</param>
internal sealed record GlyphRun(BundledFont Font, TextStyle Style, ushort[] Glyphs, SKPoint[] Positions, byte[] Text, uint[] Clusters);

/// <summary>One shaped line.</summary>
/// <param name="Runs">Its runs, from left to right.</param>
/// <param name="Width">Its length in em.</param>
/// <param name="Above">How far ink reaches above the baseline, in em.</param>
/// <param name="Below">How far ink reaches below it, in em.</param>
internal sealed record ShapedText(IReadOnlyList<GlyphRun> Runs, float Width, float Above, float Below);
