using System.Text;
using ESchool.Application.Typesetting.Scripts;

namespace ESchool.Application.Typesetting;

/// <summary>A measured text that is to be broken into lines. Widths are in em.</summary>
internal sealed class Paragraph
{
    private readonly float?[] _widths;

    private Paragraph(Rune[] text, byte level, float?[] widths)
    {
        Text = text;
        Level = level;
        _widths = widths;
    }

    public Rune[] Text { get; }

    public byte Level { get; }

    public static Paragraph Of(string text, TextStyle style, TextShaper shaper)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        var level = BidiLevels.ParagraphLevel(runes);
        return new Paragraph(runes, level, shaper.Measure(runes, level, style));
    }

    /// <summary>Fills lines from the first to the last.</summary>
    /// <returns>The lines without the spaces at their ends; null when a word is too long and must not be broken.</returns>
    public List<Range>? Wrap(float width, bool breakWords)
    {
        var lines = new List<Range>();
        for (var start = 0; start < Text.Length; )
        {
            var end = EndOfLine(start, width, breakWords);
            if (end is not { } next)
            {
                return null;
            }

            lines.Add(start..Trimmed(start, next));
            start = next;
        }

        return lines;
    }

    /// <summary>Breaks the text into a number of lines of about one length: a full line above a single word looks like an accident.</summary>
    public List<Range> Balance(int count, float width)
    {
        var (narrow, wide) = (width / count / 2, width);
        for (var i = 0; i < 12; i++)
        {
            var middle = (narrow + wide) / 2;
            (narrow, wide) = Wrap(middle, breakWords: false)?.Count <= count ? (narrow, middle) : (middle, wide);
        }

        return Wrap(wide, breakWords: false) ?? Wrap(width, breakWords: true)!;
    }

    /// <summary>The last place before the bound at which the line may end.</summary>
    private int? EndOfLine(int start, float width, bool breakWords)
    {
        var (used, good, possible) = (0f, 0, start + 1);
        for (var i = start; i < Text.Length; i++)
        {
            if (i > start && _widths[i] is not null)
            {
                possible = i;
                good = LineBreaks.Between(Text[i - 1], Text[i]) ? i : good;
            }

            used += _widths[i] ?? 0;
            if (used > width && Text[i].Value != ' ')
            {
                return good > 0 ? good
                    : breakWords ? possible
                    : null;
            }
        }

        return Text.Length;
    }

    private int Trimmed(int start, int end)
    {
        while (end > start + 1 && Text[end - 1].Value == ' ')
        {
            end--;
        }

        return end;
    }
}
