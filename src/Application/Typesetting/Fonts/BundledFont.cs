using System.Text;
using HarfBuzzSharp;

namespace ESchool.Application.Typesetting.Fonts;

/// <summary>One font file of this assembly, as HarfBuzz sees it. Immutable after construction, hence shared by all threads.</summary>
internal sealed class BundledFont : IDisposable
{
    private const string Folder = "Typesetting.Fonts.";

    private readonly Blob _blob;
    private readonly Face _face;
    private readonly Font _font;
    private readonly int _firstCodePoint;

    /// <param name="file">The file's name in the Fonts folder.</param>
    /// <param name="firstCodePoint">Letters below it are left to other fonts.</param>
    public BundledFont(string file, int firstCodePoint)
    {
        _firstCodePoint = firstCodePoint;
        _blob = Open(file);
        _face = new Face(_blob, 0);
        _face.MakeImmutable();
        _font = new Font(_face);
        UnitsPerEm = _face.UnitsPerEm;
    }

    /// <summary>The files whose names begin so.</summary>
    public static IEnumerable<string> Files(string prefix) =>
        typeof(BundledFont)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder + prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => name[Folder.Length..]);

    public float UnitsPerEm { get; }

    public nint FaceHandle => _face.Handle;

    public bool Covers(Rune rune) => rune.Value >= _firstCodePoint && _font.TryGetNominalGlyph((uint)rune.Value, out _);

    public void Shape(HarfBuzzSharp.Buffer text, Feature[] features) => _font.Shape(text, features);

    /// <summary>How far a glyph's ink reaches above and below the baseline, in em; both positive outwards.</summary>
    public (float Above, float Below) Ink(uint glyph) =>
        _font.TryGetGlyphExtents(glyph, out var extents) ? (extents.YBearing / UnitsPerEm, -(extents.YBearing + extents.Height) / UnitsPerEm) : (0, 0);

    public void Dispose()
    {
        _font.Dispose();
        _face.Dispose();
        _blob.Dispose();
    }

    /// <summary>A resource lies in the mapped assembly for as long as the process lives, so HarfBuzz reads it there and nothing is copied.</summary>
    private static unsafe Blob Open(string file)
    {
        using var stream = (UnmanagedMemoryStream)(
            typeof(BundledFont).Assembly.GetManifestResourceStream(Folder + file)
            ?? throw new InvalidOperationException($"The font {file} is not in this assembly.")
        );
        return new Blob((nint)stream.PositionPointer, checked((int)stream.Length), MemoryMode.ReadOnly);
    }
}
