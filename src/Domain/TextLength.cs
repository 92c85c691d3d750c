using System.Globalization;
using System.Text;

namespace ESchool.Domain;

/// <summary>
/// Counts characters as people do: what is seen as one counts as one, be it a letter with its accents, a flag, or a family of emoji (extended grapheme
/// clusters, UAX #29).
/// </summary>
public static class TextLength
{
    /// <summary>
    /// The most UTF-16 units that a character has on average, so that nobody hides a book in the accents of one letter. The longest emoji have about as many.
    /// </summary>
    private const int UnitsPerCharacter = 20;

    /// <summary>
    /// The most bytes that a text has in UTF-8, which bounds what is stored and sent: eight for each character, at least 64, at most 200,000.
    /// </summary>
    /// <param name="maximum">The most characters.</param>
    public static int MostBytes(int maximum) => (int)Math.Clamp(8L * maximum, 64, 200_000);

    /// <summary>How many characters a text has.</summary>
    public static int Of(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>True when a text has at most so many characters.</summary>
    public static bool IsWithin(string text, int maximum) =>
        text.Length <= maximum || (text.Length <= (long)maximum * UnitsPerCharacter && Of(text) <= maximum);

    /// <summary>The beginning of a text that has at most so many characters, and no more bytes than those may have.</summary>
    public static string Cut(string text, int maximum)
    {
        var (most, at, bytes) = (MostBytes(maximum), 0, 0);
        for (var count = 0; count < maximum && at < text.Length; count++)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(at, length));
            if (bytes > most)
            {
                break;
            }

            at += length;
        }

        return text[..at];
    }
}
