using System.Text.RegularExpressions;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>A piece of text.</summary>
/// <param name="Text">The text, as it was written.</param>
/// <param name="Matches">Whether it is what was looked for.</param>
public sealed record ExcerptPiece(string Text, bool Matches);

/// <summary>A text with the places of what was looked for.</summary>
internal sealed partial class MarkedText
{
    private const int Before = 60;
    private const int Longest = 200;
    private const int FarthestSpace = 20;
    private readonly string text;
    private readonly List<(int Start, int End)> marks;

    /// <param name="text">The text.</param>
    /// <param name="matches">Whether a word of it, as it is compared, was looked for.</param>
    /// <param name="runs">What was looked for in scripts without spaces.</param>
    public MarkedText(string text, Predicate<string> matches, IEnumerable<string> runs)
    {
        this.text = text;
        marks =
        [
            .. Words().Matches(text).SelectMany(word => MarksIn(word, matches)),
            .. runs.SelectMany(run => PlacesOf(run).Select(at => (at, at + run.Length))),
        ];
        marks.Sort();
    }

    /// <summary>Whether anything that was looked for is in it.</summary>
    public bool HasMarks => marks.Count > 0;

    /// <summary>The words of a text, as they are compared: each as one, and the parts of it.</summary>
    public static IEnumerable<string> WordsOf(string text) =>
        Words().Matches(text).SelectMany(word => Parts().Matches(word.Value).Select(part => PlainWord.Of(part.Value)).Append(Joined(word.Value)));

    /// <summary>All of it.</summary>
    public IReadOnlyList<ExcerptPiece> Whole() => Pieces(0, text.Length);

    /// <summary>The part around the first mark.</summary>
    public IReadOnlyList<ExcerptPiece> Part()
    {
        var from = marks[0].Start <= Before ? 0 : AtSpace(marks[0].Start - Before, marks[0].Start);
        var to = text.Length - from <= Longest ? text.Length : AtSpace(from + Longest, text.Length);
        var pieces = Pieces(from, to);
        if (from > 0)
        {
            pieces.Insert(0, new ExcerptPiece("…", Matches: false));
        }

        if (to < text.Length)
        {
            pieces.Add(new ExcerptPiece("…", Matches: false));
        }

        return pieces;
    }

    private static IEnumerable<(int Start, int End)> MarksIn(Match word, Predicate<string> matches) =>
        matches(Joined(word.Value))
            ? [(word.Index, word.Index + word.Length)]
            : Parts()
                .Matches(word.Value)
                .Where(part => matches(PlainWord.Of(part.Value)))
                .Select(part => (word.Index + part.Index, word.Index + part.Index + part.Length));

    private IEnumerable<int> PlacesOf(string run)
    {
        for (var at = text.IndexOf(run, StringComparison.Ordinal); at >= 0; at = text.IndexOf(run, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    /// <summary>The next space, unless it is far; never between the two halves of a letter.</summary>
    private int AtSpace(int from, int most)
    {
        var space = text.AsSpan(from, Math.Min(FarthestSpace, most - from)).IndexOfAny(' ', '\n');
        return space >= 0 ? from + space : from + (char.IsLowSurrogate(text[from]) ? 1 : 0);
    }

    private List<ExcerptPiece> Pieces(int from, int to)
    {
        var pieces = new List<ExcerptPiece>();
        var at = from;
        foreach (var (start, end) in marks)
        {
            var (begins, ends) = (Math.Max(start, at), Math.Min(end, to));
            if (begins >= ends)
            {
                continue;
            }

            if (begins > at)
            {
                pieces.Add(new ExcerptPiece(text[at..begins], Matches: false));
            }

            // Two pairs of letters that overlap are one mark.
            if (pieces is [.., { Matches: true } last])
            {
                pieces[^1] = last with { Text = last.Text + text[begins..ends] };
            }
            else
            {
                pieces.Add(new ExcerptPiece(text[begins..ends], Matches: true));
            }

            at = ends;
        }

        if (at < to)
        {
            pieces.Add(new ExcerptPiece(text[at..to], Matches: false));
        }

        return pieces;
    }

    private static string Joined(string word) => PlainWord.Of(word.StartsWith('.') ? word : Joiners().Replace(word, ""));

    /// <summary>A word, with what hangs together in it: e-mail, node.js, C++, .NET.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}])\.net(?![a-z])|[\p{L}\p{M}\p{N}]+(?:[-.'’][\p{L}\p{M}\p{N}]+)*(?:\+\+|\#)?", RegexOptions.IgnoreCase)]
    private static partial Regex Words();

    [GeneratedRegex(@"\.net(?![a-z])|[\p{L}\p{M}\p{N}]+(?:\+\+|\#)?", RegexOptions.IgnoreCase)]
    private static partial Regex Parts();

    [GeneratedRegex("[-.'’]")]
    private static partial Regex Joiners();
}
