using ESchool.Application.Typesetting.Scripts;
using HarfBuzzSharp;
using SkiaSharp;

namespace ESchool.Application.Typesetting.Fonts;

/// <summary>
/// Cuts a font down to the glyphs of one document. Skia would embed the file whole, 750 kB and more a page; this leaves a few kB.
/// The glyphs are renumbered, which keeps the tables as short as the text.
/// </summary>
internal static class FontSubsetter
{
    /// <summary>
    /// The shaping is done; Skia needs outlines, widths and names only. Without these tables HarfBuzz also pulls in no alternates. The
    /// character map is replaced.
    /// </summary>
    private static readonly string[] UnneededTables = ["GSUB", "GPOS", "GDEF", "kern", "morx", "mort", "kerx", "BASE", "JSTF", "DSIG", "FFTM", "TeX ", "cmap"];

    /// <summary>Makes the subset.</summary>
    /// <param name="font">The font.</param>
    /// <param name="runs">Everything that is drawn with it.</param>
    public static SubsetFont Subset(BundledFont font, IReadOnlyCollection<GlyphRun> runs)
    {
        var glyphs = runs.SelectMany(run => run.Glyphs).ToHashSet();
        var input = Given(HarfBuzzSubset.CreateInput());
        try
        {
            HarfBuzzSubset.SetFlags(input, HarfBuzzSubset.NoHinting);
            Fill(HarfBuzzSubset.Set(input, HarfBuzzSubset.DropTables), UnneededTables.Select(table => (uint)Tag.Parse(table)));
            Fill(HarfBuzzSubset.Glyphs(input), glyphs.Select(glyph => (uint)glyph));
            return Execute(font, input, glyphs, CharacterMap.Of(runs));
        }
        finally
        {
            HarfBuzzSubset.DestroyInput(input);
        }
    }

    private static SubsetFont Execute(BundledFont font, nint input, IEnumerable<ushort> glyphs, CharacterMap characters)
    {
        var plan = Given(HarfBuzzSubset.CreatePlan(font.FaceHandle, input));
        try
        {
            var numbers = HarfBuzzSubset.OldToNew(plan);
            var renumbered = glyphs.ToDictionary(glyph => glyph, glyph => NewNumber(numbers, glyph));
            return new SubsetFont(Load(plan, characters.ToTable(renumbered)), renumbered);
        }
        finally
        {
            HarfBuzzSubset.DestroyPlan(plan);
        }
    }

    private static ushort NewNumber(nint numbers, ushort glyph) =>
        HarfBuzzSubset.Get(numbers, glyph) is var number && number != HarfBuzzSubset.NotMapped ? (ushort)number : (ushort)0;

    private static SKTypeface Load(nint plan, byte[] characterMap)
    {
        var face = Given(HarfBuzzSubset.Execute(plan));
        try
        {
            AddTable(face, "cmap", characterMap);
            return Load(face);
        }
        finally
        {
            HarfBuzzSubset.DestroyFace(face);
        }
    }

    /// <summary>The face that the subsetter returns is one that is still being built.</summary>
    private static unsafe void AddTable(nint face, string name, byte[] table)
    {
        fixed (byte* data = table)
        {
            using var blob = new Blob((nint)data, table.Length, MemoryMode.Duplicate);
            if (HarfBuzzSubset.AddTable(face, Tag.Parse(name), blob.Handle) == 0)
            {
                throw new InvalidOperationException($"HarfBuzz did not take the table {name}.");
            }
        }
    }

    private static SKTypeface Load(nint face)
    {
        var blob = HarfBuzzSubset.Blob(face);
        try
        {
            using var data = SKData.CreateCopy(HarfBuzzSubset.Data(blob, out var length), length);
            return SKTypeface.FromData(data) ?? throw new InvalidOperationException("Skia does not read the subset font.");
        }
        finally
        {
            HarfBuzzSubset.DestroyBlob(blob);
        }
    }

    private static void Fill(nint set, IEnumerable<uint> values)
    {
        foreach (var value in values)
        {
            HarfBuzzSubset.Add(set, value);
        }
    }

    private static nint Given(nint pointer) => pointer != 0 ? pointer : throw new InvalidOperationException("HarfBuzz could not subset a font.");
}
