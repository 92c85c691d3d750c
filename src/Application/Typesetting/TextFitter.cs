using ESchool.Application.Typesetting.Fonts;
using ESchool.Application.Typesetting.Scripts;

namespace ESchool.Application.Typesetting;

/// <summary>A text set within its bounds.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Size">The size of the letters, in points.</param>
/// <param name="Leading">From one baseline to the next, in points.</param>
internal sealed record FittedText(IReadOnlyList<ShapedText> Lines, float Size, float Leading)
{
    /// <summary>Height of everything, from the highest ink to the lowest, in points.</summary>
    public float Height => (Lines[0].Above * Size) + ((Lines.Count - 1) * Leading) + (Lines[^1].Below * Size);
}

/// <summary>Finds the largest size at which a text fits its bounds, on as many lines as they hold.</summary>
internal sealed class TextFitter(FontLibrary fonts)
{
    private const float Step = 0.96f;

    /// <summary>Half the wanted size: rather than that small, a word too long for the line is broken.</summary>
    private const float SmallestWithoutBrokenWords = 0.5f;

    private readonly TextShaper _shaper = new(fonts);

    /// <summary>Sets a text.</summary>
    /// <param name="text">The text; any text is allowed.</param>
    /// <param name="style">How it is set.</param>
    /// <param name="size">The wanted size, in points.</param>
    /// <param name="width">The bounds' width, in points.</param>
    /// <param name="height">The bounds' height, in points.</param>
    /// <param name="maxLines">How many lines it may take.</param>
    public FittedText Fit(string text, TextStyle style, float size, float width, float height, int maxLines = int.MaxValue)
    {
        var paragraph = Paragraph.Of(PrintableText.Of(text, fonts), style, _shaper);
        var smallest = size * SmallestWithoutBrokenWords;
        for (var candidate = size; ; candidate *= Step)
        {
            var lines = paragraph.Wrap(width / candidate, breakWords: candidate < smallest);
            if (lines is null || lines.Count > maxLines || lines.Count * candidate > height * 2)
            {
                continue;
            }

            var fitted = Set(paragraph.Balance(lines.Count, width / candidate), candidate);
            if (fitted.Height <= height && fitted.Lines.All(line => line.Width * candidate <= width + 0.5f))
            {
                return fitted;
            }
        }

        FittedText Set(IReadOnlyList<Range> lines, float at)
        {
            var shaped = lines.Select(line => _shaper.Shape(paragraph.Text.AsSpan(line), paragraph.Level, style)).ToList();
            return new FittedText(shaped, at, at * Leading(shaped));
        }
    }

    /// <summary>In em: enough that no line touches the next one, in tall scripts too.</summary>
    private static float Leading(List<ShapedText> lines)
    {
        var leading = 1.18f;
        for (var i = 1; i < lines.Count; i++)
        {
            leading = Math.Max(leading, lines[i - 1].Below + lines[i].Above + 0.1f);
        }

        return leading;
    }
}
