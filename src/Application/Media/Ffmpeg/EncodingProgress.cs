using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg;

/// <summary>Turns ffmpeg's progress lines into percents.</summary>
/// <param name="durationMilliseconds">The whole.</param>
/// <param name="maximum">What the end of encoding counts as.</param>
/// <param name="progress">Gets each percent once.</param>
internal sealed class EncodingProgress(long durationMilliseconds, int maximum, IProgress<int> progress)
{
    private const string Position = "out_time_us=";
    private int reported = -1;

    public void Read(string line)
    {
        // "N/A" before the first frame.
        if (
            !line.StartsWith(Position, StringComparison.Ordinal)
            || !long.TryParse(line.AsSpan(Position.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
        )
        {
            return;
        }

        var percent = (int)Math.Clamp(microseconds / 1000.0 / durationMilliseconds * maximum, 0, maximum);
        if (percent > reported)
        {
            reported = percent;
            progress.Report(percent);
        }
    }
}
