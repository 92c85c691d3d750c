using FFMpegCore;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>
/// The streams of a file that are used. Whatever else is in it (captions, further languages, data) is neither decoded nor a reason to refuse it.
/// </summary>
/// <param name="Picture">The first picture that is no cover.</param>
/// <param name="Sound">The first sound that is decoded and is not empty; null when there is none.</param>
/// <param name="FormatStart">When the file begins, by its own clock, in seconds: ffmpeg counts from there.</param>
/// <param name="IsMatroska">True for Matroska and WebM, whose header tells when the file ends, not how long it lasts.</param>
internal sealed record SourceStreams(FFProbeStream Picture, FFProbeStream? Sound, double FormatStart, bool IsMatroska)
{
    // An encoder puts some silence before the sound. To begin with it would show every frame late by a part of a frame.
    private const double EncoderDelaySeconds = 0.1;

    /// <summary>How many frames a second were counted; null where the file says it.</summary>
    public FrameRate? CountedRate { get; init; }

    /// <summary>When the video begins, by the file's clock: with its first frame, or with the sound when that begins well before.</summary>
    public double Start
    {
        get
        {
            var picture = PacketClock.Seconds(Picture.StartTime) ?? FormatStart;
            return PacketClock.Seconds(Sound?.StartTime) is { } sound && sound < picture - EncoderDelaySeconds ? sound : picture;
        }
    }

    /// <summary>True when the file says that its frames are made of two fields.</summary>
    public bool SaysFields => Picture.FieldOrder is "tt" or "bb" or "tb" or "bt";

    /// <summary>How wide a pixel is, compared with its height.</summary>
    public double PixelShape => FrameRate.Parse(Picture.SampleAspectRatio?.Replace(':', '/')) is { } shape ? shape.Value : 1;

    /// <summary>True when the picture lies on its side, as phones record upright videos.</summary>
    public bool IsOnItsSide
    {
        get
        {
            var rotation = Picture.SideData?.Select(data => data.GetValueOrDefault("rotation")?.ToString()).FirstOrDefault(text => text is not null);
            return PacketClock.Seconds(rotation) is { } degrees && Math.Abs(degrees % 180) is > 45 and < 135;
        }
    }

    /// <summary>What every player plays: H.264 with 8 bits and 4:2:0, whole frames, square pixels, upright.</summary>
    public bool IsPlayable =>
        Picture is { CodecName: "h264", PixelFormat: "yuv420p", FieldOrder: null or "progressive" or "unknown" }
        && Picture.Profile is "Constrained Baseline" or "Main" or "High"
        && Picture.Width % 2 == 0
        && Picture.Height % 2 == 0
        && PixelShape == 1
        && Picture.SideData?.Any(data => data.ContainsKey("rotation")) is not true;

    /// <summary>How long the file says to last, in seconds; null when it does not say. An edit list makes the container shorter than its stream.</summary>
    public static double? Promised(FFProbeAnalysis analysis, FFProbeStream picture)
    {
        var promises = new[] { PacketClock.Seconds(picture.Duration), PacketClock.Seconds(analysis.Format?.Duration) }
            .OfType<double>()
            .Where(s => s > 0)
            .ToList();
        return promises.Count > 0 ? promises.Min() : null;
    }
}
