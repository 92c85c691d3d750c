using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>Finds where a file's packets end, from ffprobe's lines <c>stream_index,pts_time,duration_time</c>.</summary>
/// <param name="pictureStream">The picture's stream index.</param>
/// <param name="soundStream">The sound's stream index; null when there is none.</param>
/// <param name="frameSeconds">A frame's length, for containers that do not say it.</param>
internal sealed class PacketClock(int pictureStream, int? soundStream, double frameSeconds)
{
    /// <summary>The end of the last frame in seconds; null when there was no packet of the picture.</summary>
    public double? PictureEnd { get; private set; }

    /// <summary>The beginning of the first packet of the sound; null when there was none.</summary>
    public double? SoundStart { get; private set; }

    /// <summary>The end of the last packet of the sound; null when there was none.</summary>
    public double? SoundEnd { get; private set; }

    /// <summary>The end of the last packet of any stream.</summary>
    public double? AnyEnd { get; private set; }

    public void Read(string line)
    {
        var fields = line.Split(',');
        if (
            fields.Length < 2
            || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var stream)
            || Seconds(fields[1]) is not { } shown
        )
        {
            return;
        }

        var length = fields.Length > 2 ? Seconds(fields[2]) : null;
        var end =
            shown
            + (
                length is > 0 ? length.Value
                : stream == pictureStream ? frameSeconds
                : 0
            );
        AnyEnd = Math.Max(AnyEnd ?? end, end);
        if (stream == pictureStream)
        {
            PictureEnd = Math.Max(PictureEnd ?? end, end);
        }
        else if (stream == soundStream)
        {
            SoundStart = Math.Min(SoundStart ?? shown, shown);
            SoundEnd = Math.Max(SoundEnd ?? end, end);
        }
    }

    /// <summary>Reads ffprobe's seconds; null for <c>N/A</c>.</summary>
    public static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds : null;
}
