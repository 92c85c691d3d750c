using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg.Segments;

/// <summary>Reads the segments' lengths from a playlist that ffmpeg wrote.</summary>
internal static class WrittenPlaylist
{
    private const string Segment = "#EXTINF:";

    /// <summary>The lengths in milliseconds. Each is the difference of two rounded times, so that their sum does not drift.</summary>
    /// <exception cref="InvalidDataException">The playlist is not finished.</exception>
    public static IReadOnlyList<int> Milliseconds(IReadOnlyCollection<string> lines)
    {
        if (!lines.Contains("#EXT-X-ENDLIST"))
        {
            throw new InvalidDataException("A playlist is not finished.");
        }

        var lengths = new List<int>();
        var (total, rounded) = (0m, 0L);
        foreach (var line in lines.Where(l => l.StartsWith(Segment, StringComparison.Ordinal)))
        {
            total += decimal.Parse(line.AsSpan(Segment.Length).TrimEnd(','), NumberStyles.Float, CultureInfo.InvariantCulture) * 1000;
            var end = (long)Math.Round(total);
            lengths.Add((int)(end - rounded));
            rounded = end;
        }

        return lengths;
    }
}
