using System.Globalization;
using System.Text;
using System.Text.Json;
using ESchool.Application.Media.Ffmpeg;
using FFMpegCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media;

/// <summary>What the probe found in a file.</summary>
/// <param name="DurationMilliseconds">The length, measured at the last frame or at the sound's end, whichever is later; no header is believed.</param>
/// <param name="Width">Pixels, as shown (rotation and the pixels' shape applied).</param>
/// <param name="Height">Pixels, as shown.</param>
/// <param name="FramesPerSecond">Rounded to whole frames.</param>
/// <param name="HasAudio">True when there is sound.</param>
public sealed record ProbedVideo(long DurationMilliseconds, int Width, int Height, int FramesPerSecond, bool HasAudio)
{
    /// <summary>The exact frame rate.</summary>
    public FrameRate FrameRate { get; init; } = new(FramesPerSecond, 1);

    /// <summary>The index of the stream that is the picture.</summary>
    public int PictureStream { get; init; }

    /// <summary>The index of the stream that is the sound, where there is one.</summary>
    public int SoundStream { get; init; } = 1;

    /// <summary>What is added to the file's times, counted from its first packet, to have the video begin at 0; in seconds.</summary>
    public double OffsetSeconds { get; init; }

    /// <summary>How long the last picture stands because there is still something to hear; the rest of the length is there in frames.</summary>
    public long HeldMilliseconds { get; init; }

    /// <summary>How the frames' lines were recorded.</summary>
    public FieldScan Scan { get; init; }

    /// <summary>How brightness is coded.</summary>
    public ColorTransfer Transfer { get; init; }

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

/// <summary>Finds out whether a file is a video we process, and how long, large and fast it is. What it refuses, it refuses in words that say what to do.</summary>
public sealed class MediaProbe(SandboxedProcesses processes, IOptions<MediaOptions> options, ILogger<MediaProbe> logger)
{
    private const int MaximumDescriptionCharacters = 256 * 1024;
    private const int MaximumFramesPerSecond = 300;
    private const int MinimumSide = 32;
    private const int MaximumAspectRatio = 8;

    // The end is looked for from here: farther than two keyframes usually are from each other, so that a seek finds packets.
    private const double TailSeconds = 10;

    // By so much a sound's last packet may be padded. What is longer is something to hear.
    private const double PaddingSeconds = 0.1;

    // A sound of fewer packets and less than that is none.
    private const int FewestPackets = 20;

    // Of streams that nobody needs and whose decoders are not ours. A file with more of them is nothing from a camera.
    private const int MaximumForeignDecoders = 16;

    // Nothing larger is recorded in half pictures.
    private const int MaximumInterlacedLines = 1088;
    private const int ExaminedFrames = 40;

    /// <summary>Probes a file.</summary>
    /// <param name="path">The file, in a private directory.</param>
    /// <param name="cancellationToken">Stops, and leaves no process.</param>
    /// <exception cref="MediaRefusedException">It is not a video we process.</exception>
    public async Task<ProbedVideo> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0)
        {
            throw Refused("The file is empty. Look whether the recording was saved, and upload it again.");
        }

        if (await Disguise.IsSeenAsync(path, cancellationToken))
        {
            throw Suspicious();
        }

        var (file, analysis) = await DescribeAsync(path, cancellationToken);
        var streams = await ChooseAsync(file, analysis, cancellationToken);
        var (width, height) = ShownSize(streams);
        var rate = RateOf(streams);
        var (milliseconds, held) = await MeasureAsync(file, analysis, streams, cancellationToken);
        var scan = await ExamineAsync(file.Path, streams, milliseconds, cancellationToken);
        return new ProbedVideo(milliseconds, width, height, (int)Math.Max(1, Math.Round(rate.Value)), streams.Sound is not null)
        {
            FrameRate = rate,
            PictureStream = streams.Picture.Index,
            SoundStream = streams.Sound?.Index ?? -1,
            HeldMilliseconds = held,
            OffsetSeconds = streams.FormatStart - streams.Start,
            Scan = scan,
            Transfer = TransferOf(streams.Picture),
            Coded = streams.IsPlayable && scan == FieldScan.Whole ? await ReadPictureAsync(file, streams, rate, milliseconds, cancellationToken) : null,
        };
    }

    private async Task<(Examined File, FFProbeAnalysis Analysis)> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        var foreign = new HashSet<string>(StringComparer.Ordinal);
        var file = new Examined(path, foreign);
        while (true)
        {
            var json = new StringBuilder();
            var outcome = await RunAsync(
                file,
                [
                    "-of", "json", "-show_entries",
                    "format=format_name,start_time,duration:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,start_time,duration"
                    + ",profile,pix_fmt,field_order,color_transfer"
                    + ":stream_disposition=attached_pic:stream_side_data=rotation",
                ],
                line => Append(json, line),
                cancellationToken);

            // ffprobe gives up on a file when it may not open one of its streams, needed or not.
            if (!outcome.Succeeded && foreign.Count < MaximumForeignDecoders && Disguise.DeniedDecoders(outcome.Errors).Any(foreign.Add))
            {
                continue;
            }

            RequireAccepted(outcome);
            return (file, Understand(json.ToString()));
        }
    }

    private FFProbeAnalysis Understand(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<FFProbeAnalysis>(json) ?? throw new JsonException("null");
        }
        catch (JsonException unreadable)
        {
            logger.LogWarning(unreadable, "ffprobe's answer is not understood.");
            throw Refused($"This file's description makes no sense. {Refusals.ExportAgain}");
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
            throw Disguise.IsReferring(format) ? Suspicious()
                : Disguise.IsImage(format) ? Refused("This is a picture, not a video. Choose the video itself; if you have only pictures, make a video of them first.")
                : Refused($"Files of the format \"{format}\" are not accepted. {Refusals.ExportAgain}");
        }

        if (outcome.Errors.Contains("exceeds specified max pixel count", StringComparison.Ordinal))
        {
            throw TooLarge();
        }

        if (!outcome.Succeeded)
        {
            throw Refusals.Of(outcome);
        }
    }

    /// <summary>Chooses what is used. A picture or the only sound in a coding that is not decoded is a refusal; an empty sound is none.</summary>
    private async Task<SourceStreams> ChooseAsync(Examined file, FFProbeAnalysis analysis, CancellationToken cancellationToken)
    {
        var all = analysis.Streams ?? [];
        var picture = all.FirstOrDefault(IsPicture)
            ?? throw Refused("There is no picture in this file, only sound or something else. Choose the video itself; a talk without a picture needs at least a slide.");
        if (!InputArguments.IsPicture(picture.CodecName))
        {
            throw Unsupported("picture", picture.CodecName);
        }

        var chosen = new SourceStreams(picture, null, PacketClock.Seconds(analysis.Format?.StartTime) ?? 0, analysis.Format?.FormatName?.Contains("matroska", StringComparison.Ordinal) is true)
        {
            CountedRate = await CountRateAsync(file, picture, cancellationToken),
        };
        foreach (var sound in all.Where(s => s.CodecType == "audio").OrderBy(s => InputArguments.IsSound(s.CodecName) ? 0 : 1))
        {
            if (await LastsAsync(file, sound.Index, cancellationToken))
            {
                return InputArguments.IsSound(sound.CodecName) ? chosen with { Sound = sound } : throw Unsupported("sound", sound.CodecName);
            }
        }

        return chosen;
    }

    /// <summary>A sound of one or two packets is nothing to hear, and often nothing that can be decoded.</summary>
    private async Task<bool> LastsAsync(Examined file, int stream, CancellationToken cancellationToken)
    {
        var (packets, clock) = (0, new PacketClock(-1, stream, 0));
        var outcome = await RunAsync(
            file, ["-select_streams", Text(stream), "-read_intervals", $"%+#{FewestPackets}", "-of", "csv=p=0", "-show_entries", "packet=stream_index,pts_time,duration_time"], Read, cancellationToken);
        return outcome.ExceededLimit is null ? packets >= FewestPackets || clock.SoundEnd - clock.SoundStart > PaddingSeconds : throw Refusals.Of(outcome);

        void Read(string line)
        {
            packets += line.Length > 0 ? 1 : 0;
            clock.Read(line);
        }
    }

    /// <summary>Recorders that write while they record (a browser's) say no rate, only how fine their clock is. Then the frames are counted.</summary>
    private async Task<FrameRate?> CountRateAsync(Examined file, FFProbeStream picture, CancellationToken cancellationToken)
    {
        if (FrameRate.Parse(picture.AvgFrameRate) is not null || FrameRate.Parse(picture.FrameRate) is not { IsPlausible: false })
        {
            return null;
        }

        var times = await ReadTimesAsync(file, picture.Index, cancellationToken);
        return times.Count > 1 && times.Max() - times.Min() is > 0 and var seconds
            ? new FrameRate((int)Math.Clamp(Math.Round((times.Count - 1) / seconds), 1, int.MaxValue), 1)
            : null;
    }

    private async Task<List<double>> ReadTimesAsync(Examined file, int stream, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var outcome = await RunAsync(file, ["-select_streams", Text(stream), "-of", "csv=p=0", "-show_entries", "packet=pts_time"], Read, cancellationToken);
        return outcome.ExceededLimit is null ? times : throw Refusals.Of(outcome);

        void Read(string line)
        {
            if (PacketClock.Seconds(line.TrimEnd(',')) is { } shown)
            {
                times.Add(shown);
            }
        }
    }

    private (int Width, int Height) ShownSize(SourceStreams streams)
    {
        if (streams.Picture is not { Width: > 0 and var width, Height: > 0 and var height })
        {
            throw Unsupported("picture", streams.Picture.CodecName);
        }

        if ((long)width * height > options.Value.MaximumPixels)
        {
            throw TooLarge();
        }

        var shown = (int)Math.Min(int.MaxValue, Math.Round(width * streams.PixelShape));
        var (narrow, wide) = (Math.Min(shown, height), Math.Max(shown, height));
        if (narrow < MinimumSide || wide / narrow >= MaximumAspectRatio)
        {
            throw Refused($"A picture of {shown} × {height} pixels is too small or too narrow to be watched. Record or export the whole screen, 1280 × 720 or 1920 × 1080.");
        }

        return streams.IsOnItsSide ? (height, shown) : (shown, height);
    }

    private static FrameRate RateOf(SourceStreams streams)
    {
        var video = streams.Picture;
        var rate = streams.CountedRate ?? FrameRate.Of(video.FrameRate, video.AvgFrameRate) ?? throw Refused($"This file does not say how many frames per second it has. {Refusals.ExportAgain}");
        var decoded = FrameRate.Parse(video.AvgFrameRate) ?? rate;
        return decoded.Value <= MaximumFramesPerSecond
            ? rate
            : throw Refused($"{decoded.Value:F0} frames per second are more than {MaximumFramesPerSecond}. Export it with 30 frames per second and upload it again.");
    }

    private static ColorTransfer TransferOf(FFProbeStream picture) => picture.ColorTransfer switch
    {
        "arib-std-b67" => ColorTransfer.Hlg,
        "smpte2084" => ColorTransfer.Pq,
        _ => ColorTransfer.Standard,
    };

    /// <summary>
    /// Measures the length at the last packets. A header may lie in both directions: longer would grant hours nobody can watch (and
    /// is what a truncated file has), shorter would make progress cheap. The transcoder compares its output with this number once more.
    /// </summary>
    private async Task<(long Milliseconds, long Held)> MeasureAsync(Examined file, FFProbeAnalysis analysis, SourceStreams streams, CancellationToken cancellationToken)
    {
        var promised = SourceStreams.Promised(analysis, streams.Picture);
        var begin = streams.IsMatroska ? 0 : streams.FormatStart;
        var clock = await ReadTailAsync(file, streams, Math.Max(0, begin + (promised ?? 0) - TailSeconds), cancellationToken);
        if (clock.PictureEnd is not { } end || end - streams.Start <= 0)
        {
            throw Refused($"No picture was found in this file. It may be damaged. {Refusals.ExportAgain}");
        }

        // Sound or subtitles may last longer than the picture: the promise is kept when any stream reaches it.
        if (promised - (clock.AnyEnd - begin) is { } missing && missing > 1 + (promised * 0.01))
        {
            throw Refused(
                $"The file is incomplete: it says to last {promised:F0} seconds but ends after {clock.AnyEnd - begin:F0}. Copy it from the camera or the computer once more, and upload it again.");
        }

        var last = clock.SoundEnd is { } heard && heard > end + PaddingSeconds ? heard : end;
        var milliseconds = RequireLength((long)Math.Round((last - streams.Start) * 1000));
        return (milliseconds, (long)Math.Round((last - end) * 1000));
    }

    private long RequireLength(long milliseconds) =>
        milliseconds < 1000 ? throw Refused("The video is shorter than a second. Look whether you chose the right file.")
            : milliseconds > options.Value.MaximumDuration.TotalMilliseconds
                ? throw Refused($"The video is longer than {options.Value.MaximumDuration.TotalHours:0.#} hours. Cut it into several lessons.")
            : milliseconds;

    private async Task<PacketClock> ReadTailAsync(Examined file, SourceStreams streams, double from, CancellationToken cancellationToken)
    {
        var clock = await ReadPacketsAsync(file, streams, from, cancellationToken);

        // No index to seek by, or nothing where the header says the end is: read the whole file.
        return clock.PictureEnd is null && from > 0 ? await ReadPacketsAsync(file, streams, 0, cancellationToken) : clock;
    }

    private async Task<PacketClock> ReadPacketsAsync(Examined file, SourceStreams streams, double from, CancellationToken cancellationToken)
    {
        var clock = new PacketClock(streams.Picture.Index, streams.Sound?.Index, 1 / RateOf(streams).Value);
        var interval = from > 0 ? new[] { "-read_intervals", string.Create(CultureInfo.InvariantCulture, $"{from:F3}%") } : [];
        var outcome = await RunAsync(file, [.. interval, "-of", "csv=p=0", "-show_entries", "packet=stream_index,pts_time,duration_time"], clock.Read, cancellationToken);

        // A damaged end is no failure here: what could be read counts. A limit is.
        return outcome.ExceededLimit is null ? clock : throw Refusals.Of(outcome);
    }

    /// <summary>Looks at some frames of the beginning (from the very first: a file with one key frame has nothing behind it to start from), the middle and the end: are they whole, although they may not say otherwise?</summary>
    private async Task<FieldScan> ExamineAsync(string path, SourceStreams streams, long milliseconds, CancellationToken cancellationToken)
    {
        if (streams.Picture.Height > MaximumInterlacedLines)
        {
            return FieldScan.Whole;
        }

        var count = new FieldCount();
        foreach (var part in new[] { 0, 0.45, 0.8 })
        {
            var arguments = FieldCount.Arguments(path, streams.Picture.Index, TimeSpan.FromMilliseconds(milliseconds * part), ExaminedFrames, options.Value.MaximumPixels);
            await RunAsync("ffmpeg", arguments, path, count.Read, cancellationToken);
        }

        return count.Scan != FieldScan.Whole ? count.Scan : streams.SaysFields ? FieldScan.AsFlagged : FieldScan.Whole;
    }

    private async Task<CodedPicture?> ReadPictureAsync(Examined file, SourceStreams streams, FrameRate rate, long milliseconds, CancellationToken cancellationToken)
    {
        var packets = new List<CodedPacket>();
        var outcome = await RunAsync(
            file, ["-select_streams", Text(streams.Picture.Index), "-of", "csv=p=0", "-show_entries", "packet=pts_time,dts_time,size,flags"], Read, cancellationToken);
        var complaints = Disguise.WithoutDenials(outcome.Errors);
        return outcome.Succeeded && complaints.Length == 0 ? CodedPicture.Of(packets, streams.Start, streams.Start + (milliseconds / 1000.0), rate) : null;

        void Read(string line)
        {
            if (CodedPacket.Parse(line) is { } packet)
            {
                packets.Add(packet);
            }
        }
    }

    private Task<ProcessOutcome> RunAsync(Examined file, string[] arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        string[] all =
        [
            "-hide_banner", "-v", "error", .. InputArguments.Restrictions(options.Value.MaximumPixels), .. InputArguments.Opening(file.Foreign), .. arguments,
            "-i", InputArguments.File(file.Path),
        ];
        return RunAsync("ffprobe", all, file.Path, onLine, cancellationToken);
    }

    private Task<ProcessOutcome> RunAsync(string program, IReadOnlyList<string> arguments, string path, Action<string> onLine, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var limits = new ProcessLimits(settings.MaximumProbeTime, settings.MaximumProbeTime, settings.MaximumMemoryBytes, FileBytes: 0);
        return processes.RunAsync(new SandboxedCommand(program, arguments, Path.GetDirectoryName(Path.GetFullPath(path))!, limits, onLine), cancellationToken);
    }

    private static void Append(StringBuilder json, string line)
    {
        if (json.Length + line.Length > MaximumDescriptionCharacters)
        {
            throw Refused($"This file's description is too long. {Refusals.ExportAgain}");
        }

        json.Append(line).Append('\n');
    }

    /// <summary>A cover picture is a video stream too, of one frame.</summary>
    private static bool IsPicture(FFProbeStream stream) =>
        stream.CodecType == "video" && stream.Disposition?.GetValueOrDefault("attached_pic") is not 1;

    /// <summary>A file that is looked at.</summary>
    /// <param name="Path">Where it lies.</param>
    /// <param name="Foreign">The decoders that its unneeded streams would have.</param>
    private sealed record Examined(string Path, IReadOnlyCollection<string> Foreign);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static MediaRefusedException Unsupported(string part, string? coding) =>
        Refused($"The {part} of this file is coded as \"{coding ?? "unknown"}\", which is not supported, or the file is damaged. {Refusals.ExportAgain}");

    private MediaRefusedException TooLarge() =>
        Refused($"The picture has more than the {options.Value.MaximumPixels} pixels that are allowed. Export it in 4K (3840 × 2160) or 1920 × 1080 and upload it again.");

    private static MediaRefusedException Refused(string message) => new(message, isSuspicious: false);

    private static MediaRefusedException Suspicious() =>
        new("This file is no video but a list that refers to other files. Choose the video file itself.", isSuspicious: true);
}
