using System.Globalization;
using System.Text;
using System.Text.Json;
using ESchool.Application.Media.Ffmpeg;
using FFMpegCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media;

/// <summary>What the probe found in a file.</summary>
/// <param name="DurationMilliseconds">The length of the picture, measured at its last frame; no header is believed.</param>
/// <param name="Width">Pixels, as shown (rotation and the pixels' shape applied).</param>
/// <param name="Height">Pixels, as shown.</param>
/// <param name="FramesPerSecond">Rounded to whole frames.</param>
/// <param name="HasAudio">True when there is sound.</param>
public sealed record ProbedVideo(long DurationMilliseconds, int Width, int Height, int FramesPerSecond, bool HasAudio)
{
    /// <summary>The exact frame rate.</summary>
    public FrameRate FrameRate { get; init; } = new(FramesPerSecond, 1);

    /// <summary>The picture as it is coded, when players can play it as it is; null when it must be coded anew.</summary>
    public CodedPicture? Coded { get; init; }
}

/// <summary>The file is not a video we process: not its fault of the moment, so trying again does not help.</summary>
/// <param name="message">Why, in words for the instructor.</param>
/// <param name="isSuspicious">True when the file looks made to do harm, not only broken.</param>
public sealed class MediaRefusedException(string message, bool isSuspicious) : Exception(message)
{
    /// <summary>True when the file looks made to do harm, not only broken.</summary>
    public bool IsSuspicious { get; } = isSuspicious;
}

/// <summary>Finds out whether a file is a video we process, and how long, large and fast it is.</summary>
public sealed class MediaProbe(SandboxedProcesses processes, IOptions<MediaOptions> options, ILogger<MediaProbe> logger)
{
    private const int MaximumDescriptionCharacters = 256 * 1024;
    private const int MaximumFramesPerSecond = 300;
    private const int MinimumSide = 32;
    private const int MaximumAspectRatio = 8;

    // The end is looked for from here: farther than two keyframes usually are from each other, so that a seek finds packets.
    private const double TailSeconds = 10;

    /// <summary>Probes a file.</summary>
    /// <param name="path">The file, in a private directory.</param>
    /// <param name="cancellationToken">Stops, and leaves no process.</param>
    /// <exception cref="MediaRefusedException">It is not a video we process.</exception>
    public async Task<ProbedVideo> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0)
        {
            throw Refused("The file is empty.");
        }

        if (await Disguise.IsSeenAsync(path, cancellationToken))
        {
            throw Suspicious();
        }

        var analysis = await DescribeAsync(path, cancellationToken);
        var video = analysis.Streams?.FirstOrDefault(IsPicture) ?? throw Refused("There is no picture in this file.");
        var (width, height) = ShownSize(video);
        var rate = RateOf(video);
        var milliseconds = await MeasureAsync(path, analysis, video, cancellationToken);
        return new ProbedVideo(milliseconds, width, height, (int)Math.Max(1, Math.Round(rate.Value)), analysis.Streams!.Any(s => s.CodecType == "audio"))
        {
            FrameRate = rate,
            Coded = IsPlayable(video) ? await ReadPictureAsync(path, analysis, rate, milliseconds, cancellationToken) : null,
        };
    }

    private async Task<FFProbeAnalysis> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        var json = new StringBuilder();
        var outcome = await RunAsync(
            path,
            [
                "-of", "json", "-show_entries",
                "format=format_name,start_time,duration:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,duration"
                + ",profile,pix_fmt,field_order"
                + ":stream_disposition=attached_pic:stream_side_data=rotation",
            ],
            line => Append(json, line),
            cancellationToken);
        RequireAccepted(outcome);
        try
        {
            return JsonSerializer.Deserialize<FFProbeAnalysis>(json.ToString()) ?? throw new JsonException("null");
        }
        catch (JsonException unreadable)
        {
            logger.LogWarning(unreadable, "ffprobe's answer is not understood.");
            throw Refused("This file's description makes no sense.");
        }
    }

    private void RequireAccepted(ProcessOutcome outcome)
    {
        if (outcome.Errors.Length > 0)
        {
            logger.LogInformation("ffprobe: {Errors}", Refusals.Condense(outcome.Errors));
        }

        if (Disguise.DeniedFormat(outcome.Errors) is { } format)
        {
            throw Disguise.IsReferring(format) ? Suspicious() : Refused($"The format \"{format}\" is not accepted. Upload MP4, MOV, MKV or WebM.");
        }

        if (outcome.Errors.Contains("exceeds specified max pixel count", StringComparison.Ordinal))
        {
            throw TooLarge();
        }

        if (!outcome.Succeeded)
        {
            throw Disguise.DeniedDecoder(outcome.Errors) is { } decoder ? Unsupported(decoder) : Refusals.Of(outcome);
        }
    }

    private (int Width, int Height) ShownSize(FFProbeStream video)
    {
        if (video is not { Width: > 0 and var width, Height: > 0 and var height })
        {
            throw Unsupported(video.CodecName ?? "unknown");
        }

        if ((long)width * height > options.Value.MaximumPixels)
        {
            throw TooLarge();
        }

        var shown = (int)Math.Min(int.MaxValue, Math.Round(width * PixelShape(video)));
        var (narrow, wide) = (Math.Min(shown, height), Math.Max(shown, height));
        if (narrow < MinimumSide || wide / narrow >= MaximumAspectRatio)
        {
            throw Refused($"A picture of {shown} × {height} pixels is too small or too narrow.");
        }

        return IsOnItsSide(video) ? (height, shown) : (shown, height);
    }

    private static FrameRate RateOf(FFProbeStream video)
    {
        var rate = FrameRate.Of(video.FrameRate, video.AvgFrameRate) ?? throw Refused("The frame rate is unknown.");
        var decoded = FrameRate.Parse(video.AvgFrameRate) ?? rate;
        return decoded.Value <= MaximumFramesPerSecond ? rate : throw Refused($"{decoded.Value:F0} frames per second are more than {MaximumFramesPerSecond}.");
    }

    /// <summary>
    /// Measures the picture's length at its last packet. A header may lie in both directions: longer would grant hours nobody can watch (and
    /// is what a truncated file has), shorter would make progress cheap. The transcoder compares its output with this number once more.
    /// </summary>
    private async Task<long> MeasureAsync(string path, FFProbeAnalysis analysis, FFProbeStream video, CancellationToken cancellationToken)
    {
        var promised = Promised(analysis, video);
        var start = PacketClock.Seconds(analysis.Format?.StartTime) ?? 0;
        var clock = await ReadTailAsync(path, video, Math.Max(0, start + (promised ?? 0) - TailSeconds), cancellationToken);
        if (clock.VideoEnd is not { } end || end - start <= 0)
        {
            throw Refused("No picture was found in this file. It may be damaged.");
        }

        // Sound or subtitles may last longer than the picture: the promise is kept when any stream reaches it.
        if (promised - (clock.AnyEnd - start) is { } missing && missing > 1 + (promised * 0.01))
        {
            throw Refused($"The file is incomplete: it says to last {promised:F0} seconds but ends after {clock.AnyEnd - start:F0}.");
        }

        var milliseconds = (long)Math.Round((end - start) * 1000);
        return milliseconds < 1000 ? throw Refused("The video is shorter than a second.")
            : milliseconds > options.Value.MaximumDuration.TotalMilliseconds ? throw Refused($"The video is longer than {options.Value.MaximumDuration.TotalHours:0.#} hours.")
            : milliseconds;
    }

    private async Task<PacketClock> ReadTailAsync(string path, FFProbeStream video, double from, CancellationToken cancellationToken)
    {
        var clock = await ReadPacketsAsync(path, video, from, cancellationToken);

        // No index to seek by, or nothing where the header says the end is: read the whole file.
        return clock.VideoEnd is null && from > 0 ? await ReadPacketsAsync(path, video, 0, cancellationToken) : clock;
    }

    private async Task<PacketClock> ReadPacketsAsync(string path, FFProbeStream video, double from, CancellationToken cancellationToken)
    {
        var clock = new PacketClock(video.Index, 1 / RateOf(video).Value);
        var interval = from > 0 ? new[] { "-read_intervals", string.Create(CultureInfo.InvariantCulture, $"{from:F3}%") } : [];
        var outcome = await RunAsync(path, [.. interval, "-of", "csv=p=0", "-show_entries", "packet=stream_index,pts_time,duration_time"], clock.Read, cancellationToken);

        // A damaged end is no failure here: what could be read counts. A limit is.
        return outcome.ExceededLimit is null ? clock : throw Refusals.Of(outcome);
    }

    /// <summary>What every player plays: H.264 with 8 bits and 4:2:0, whole frames, square pixels, upright.</summary>
    private static bool IsPlayable(FFProbeStream video) =>
        video is { CodecName: "h264", PixelFormat: "yuv420p", FieldOrder: null or "progressive" or "unknown" }
        && video.Profile is "Constrained Baseline" or "Main" or "High"
        && video.Width % 2 == 0 && video.Height % 2 == 0
        && PixelShape(video) == 1 && video.SideData?.Any(data => data.ContainsKey("rotation")) is not true;

    private async Task<CodedPicture?> ReadPictureAsync(string path, FFProbeAnalysis analysis, FrameRate rate, long milliseconds, CancellationToken cancellationToken)
    {
        var packets = new List<CodedPacket>();
        var outcome = await RunAsync(path, ["-select_streams", "V:0", "-of", "csv=p=0", "-show_entries", "packet=pts_time,dts_time,size,flags"], Read, cancellationToken);
        var start = PacketClock.Seconds(analysis.Format?.StartTime) ?? 0;
        return outcome.Succeeded && outcome.Errors.Length == 0 ? CodedPicture.Of(packets, start, start + (milliseconds / 1000.0), rate) : null;

        void Read(string line)
        {
            if (CodedPacket.Parse(line) is { } packet)
            {
                packets.Add(packet);
            }
        }
    }

    private Task<ProcessOutcome> RunAsync(string path, string[] arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var limits = new ProcessLimits(settings.MaximumProbeTime, settings.MaximumProbeTime, settings.MaximumMemoryBytes, FileBytes: 0);
        string[] all = ["-hide_banner", "-v", "error", .. InputArguments.Restrictions(settings.MaximumPixels), .. arguments, "-i", InputArguments.File(path)];
        return processes.RunAsync(new SandboxedCommand("ffprobe", all, Path.GetDirectoryName(Path.GetFullPath(path))!, limits, onLine), cancellationToken);
    }

    private static void Append(StringBuilder json, string line)
    {
        if (json.Length + line.Length > MaximumDescriptionCharacters)
        {
            throw Refused("This file's description is too long.");
        }

        json.Append(line).Append('\n');
    }

    /// <summary>A cover picture is a video stream too, of one frame.</summary>
    private static bool IsPicture(FFProbeStream stream) =>
        stream.CodecType == "video" && stream.Disposition?.GetValueOrDefault("attached_pic") is not 1;

    /// <summary>How wide a pixel is, compared with its height.</summary>
    private static double PixelShape(FFProbeStream video) =>
        FrameRate.Parse(video.SampleAspectRatio?.Replace(':', '/')) is { } shape ? shape.Value : 1;

    private static bool IsOnItsSide(FFProbeStream video)
    {
        var rotation = video.SideData?.Select(data => data.GetValueOrDefault("rotation")?.ToString()).FirstOrDefault(text => text is not null);
        return PacketClock.Seconds(rotation) is { } degrees && Math.Abs(degrees % 180) is > 45 and < 135;
    }

    private static double? Promised(FFProbeAnalysis analysis, FFProbeStream video)
    {
        // An edit list makes the container shorter than its stream.
        var promises = new[] { PacketClock.Seconds(video.Duration), PacketClock.Seconds(analysis.Format?.Duration) }.OfType<double>().Where(s => s > 0).ToList();
        return promises.Count > 0 ? promises.Min() : null;
    }

    private static MediaRefusedException Unsupported(string coding) => Refused($"The coding \"{coding}\" is not supported, or the file is damaged.");

    private MediaRefusedException TooLarge() => Refused($"The picture has more than the {options.Value.MaximumPixels} pixels that are allowed.");

    private static MediaRefusedException Refused(string message) => new(message, isSuspicious: false);

    private static MediaRefusedException Suspicious() =>
        new("This file is no video but a list that refers to other files.", isSuspicious: true);
}
