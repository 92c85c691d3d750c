namespace ESchool.Application.Typesetting.Fonts;

/// <summary>The subset fonts of one document.</summary>
internal sealed class DocumentFonts : IDisposable
{
    private readonly Dictionary<(BundledFont, bool), SubsetFont> _subsets = [];

    public DocumentFonts(IEnumerable<PlacedText> texts)
    {
        foreach (var runs in texts.SelectMany(text => text.Line.Runs).GroupBy(Key))
        {
            _subsets.Add(runs.Key, FontSubsetter.Subset(runs.Key.Font, [.. runs]));
        }
    }

    public SubsetFont this[GlyphRun run] => _subsets[Key(run)];

    public void Dispose()
    {
        foreach (var subset in _subsets.Values)
        {
            subset.Dispose();
        }
    }

    /// <summary>Small capitals are a font of their own: in one font, two glyphs could not both stand for the letter a.</summary>
    private static (BundledFont Font, bool SmallCapitals) Key(GlyphRun run) => (run.Font, run.Style.SmallCapitals);
}
