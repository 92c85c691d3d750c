namespace ESchool.Application.Media.Ffmpeg.Segments;

/// <summary>Measures the HLS <c>BANDWIDTH</c> of a rendition.</summary>
internal static class PeakBandwidth
{
    /// <summary>
    /// The largest bit rate of any run of segments that lasts between 0.5 and 1.5 target durations (RFC 8216, 4.1), rounded up. Thus a last
    /// segment of a few frames, which is nearly only keyframe, does not count by itself.
    /// </summary>
    public static int Of(IReadOnlyList<int> milliseconds, IReadOnlyList<long> bytes)
    {
        var target = ((milliseconds.Max() + 999) / 1000) * 1000;
        var peak = Rate(bytes.Sum(), milliseconds.Sum(m => (long)m)) is var whole && milliseconds.Sum(m => (long)m) * 2 < target ? whole : 0;
        for (var first = 0; first < bytes.Count; first++)
        {
            var (size, length) = (0L, 0L);
            for (var last = first; last < bytes.Count && (length += milliseconds[last]) * 2 <= target * 3; last++)
            {
                size += bytes[last];
                peak = length * 2 >= target ? Math.Max(peak, Rate(size, length)) : peak;
            }
        }

        return peak;
    }

    private static int Rate(long bytes, long milliseconds) => (int)Math.Ceiling(bytes * 8000m / Math.Max(1, milliseconds));
}
