using System.Text;
using ESchool.Application.Typesetting.Fonts;
using ESchool.Application.Typesetting.Scripts;
using HarfBuzzSharp;
using SkiaSharp;

namespace ESchool.Application.Typesetting;

/// <summary>Turns characters into placed glyphs.</summary>
internal sealed class TextShaper(FontLibrary fonts)
{
    /// <summary>Shapes one line.</summary>
    /// <param name="text">The line.</param>
    /// <param name="paragraphLevel">The direction of the paragraph that the line belongs to.</param>
    /// <param name="style">How it is set.</param>
    public ShapedText Shape(ReadOnlySpan<Rune> text, byte paragraphLevel, TextStyle style)
    {
        if (text.IsEmpty)
        {
            return new ShapedText([], 0, 0, 0);
        }

        var runs = TextRuns.Split(text, BidiLevels.Resolve(text, paragraphLevel), fonts.For(style.Style));
        BidiLevels.Reorder(runs, run => run.Level);
        var pen = new Pen();
        foreach (var run in runs)
        {
            Shape(text, run, style, pen);
        }

        return new ShapedText(pen.Runs, pen.X - style.Tracking, pen.Above, pen.Below);
    }

    /// <summary>Measures every character of a paragraph, in em; null for one on which no line may begin, since it is part of the glyph before it.</summary>
    public float?[] Measure(ReadOnlySpan<Rune> text, byte paragraphLevel, TextStyle style)
    {
        var widths = new float?[text.Length];
        foreach (var run in TextRuns.Split(text, BidiLevels.Resolve(text, paragraphLevel), fonts.For(style.Style)))
        {
            using var buffer = Shaped(text, run, style);
            var (infos, positions) = (buffer.GlyphInfos, buffer.GlyphPositions);
            for (var i = 0; i < infos.Length; i++)
            {
                var index = (int)infos[i].Cluster;
                widths[index] = (widths[index] ?? 0) + (positions[i].XAdvance / run.Font.UnitsPerEm) + style.Tracking;
            }
        }

        return widths;
    }

    private static void Shape(ReadOnlySpan<Rune> text, TextRun run, TextStyle style, Pen pen)
    {
        using var buffer = Shaped(text, run, style);
        var (infos, positions) = (buffer.GlyphInfos, buffer.GlyphPositions);
        var (bytes, offsets) = Encode(text.Slice(run.Start, run.Length));
        var (glyphs, places, clusters) = (new List<ushort>(), new List<SKPoint>(), new List<uint>());
        for (var i = 0; i < infos.Length; i++)
        {
            if (infos[i].Codepoint != 0) // 0 is the box of a missing glyph; PrintableText leaves none, but a font may still decline a sequence
            {
                glyphs.Add((ushort)infos[i].Codepoint);
                places.Add(pen.Place(run.Font, infos[i].Codepoint, positions[i]));
                clusters.Add(offsets[(int)infos[i].Cluster - run.Start]);
                pen.X += (positions[i].XAdvance / run.Font.UnitsPerEm) + style.Tracking;
            }
        }

        if (glyphs.Count > 0)
        {
            pen.Runs.Add(new GlyphRun(run.Font, style, [.. glyphs], [.. places], bytes, [.. clusters]));
        }
    }

    private static HarfBuzzSharp.Buffer Shaped(ReadOnlySpan<Rune> text, TextRun run, TextStyle style)
    {
        Span<uint> codePoints = stackalloc uint[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            codePoints[i] = (uint)text[i].Value;
        }

        // The whole line goes in as context, so that Arabic letters join across a change of font.
        var buffer = new HarfBuzzSharp.Buffer
        {
            Direction = run.Level % 2 == 1 ? Direction.RightToLeft : Direction.LeftToRight,
            Script = run.Script,
            Flags = BufferFlags.RemoveDefaultIgnorables,
        };
        buffer.AddCodepoints(codePoints, run.Start, run.Length);
        run.Font.Shape(buffer, style.Features);
        return buffer;
    }

    private static (byte[] Bytes, uint[] Offsets) Encode(ReadOnlySpan<Rune> text)
    {
        var bytes = new List<byte>();
        var offsets = new uint[text.Length];
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            offsets[i] = (uint)bytes.Count;
            bytes.AddRange(encoded[..text[i].EncodeToUtf8(encoded)]);
        }

        return ([.. bytes], offsets);
    }

    /// <summary>Where the next glyph of a line goes, and how far the line's ink has reached.</summary>
    private sealed class Pen
    {
        public List<GlyphRun> Runs { get; } = [];

        public float X { get; set; }

        public float Above { get; private set; }

        public float Below { get; private set; }

        public SKPoint Place(BundledFont font, uint glyph, GlyphPosition position)
        {
            var lift = position.YOffset / font.UnitsPerEm;
            var (above, below) = font.Ink(glyph);
            Above = Math.Max(Above, above + lift);
            Below = Math.Max(Below, below - lift);
            return new SKPoint(X + (position.XOffset / font.UnitsPerEm), -lift);
        }
    }
}
