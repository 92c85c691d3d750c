using System.Text;
using System.Text.Json;
using ESchool.Application.Media.Ffmpeg;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using ESchool.Application.Media.Ffmpeg.Sources;
using FFMpegCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media.Transcoding;

/// <summary>
/// Finds out whether a file is a video we process, and how long, large and fast it is. What it refuses, it refuses in words that say what to do.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class MediaProbe(SandboxedProcesses processes, IOptions<MediaOptions> options, ILogger<MediaProbe> logger)
{
    private const int MaximumDescriptionCharacters = 256 * 1024;
    private const int MaximumFramesPerSecond = 300;
    private const int MinimumSide = 32;
    private const int MaximumAspectRatio = 8;

    // The end is looked for from here: farther than two keyframes usually are from each other, so that a seek finds packets.
    private const double TailSeconds = 10;

    // Of streams that nobody needs and whose decoders are not ours. A file with more of them is nothing from a camera.
    private const int MaximumForeignDecoders = 16;

    // Nothing larger is recorded in half pictures.
    private const int MaximumInterlacedLines = 1088;
    private const int ExaminedFrames = 40;

    private readonly PacketReader packets = new(processes, options.Value);

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
            Coded = streams.IsPlayable && scan == FieldScan.Whole ? await packets.ReadPictureAsync(file, streams, rate, milliseconds, cancellationToken) : null,
        };
    }

    private async Task<(ExaminedFile File, FFProbeAnalysis Analysis)> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        var foreign = new HashSet<string>(StringComparer.Ordinal);
        var file = new ExaminedFile(path, foreign);
        while (true)
        {
            var json = new StringBuilder();
            var outcome = await packets.RunAsync(
                file,
                [
                    "-of",
                    "json",
                    "-show_entries",
                    "format=format_name,start_time,duration:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,start_time,duration"
                        + ",profile,pix_fmt,field_order,color_transfer"
                        + ":stream_disposition=attached_pic:stream_side_data=rotation",
                ],
                line => Append(json, line),
                cancellationToken
            );

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
            : Disguise.IsImage(format) ? Refused("This is a picture, not a video. Choose the video itself; of pictures, make a video first.")
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
    private async Task<SourceStreams> ChooseAsync(ExaminedFile file, FFProbeAnalysis analysis, CancellationToken cancellationToken)
    {
        var all = analysis.Streams ?? [];
        var picture =
            all.FirstOrDefault(IsPicture)
            ?? throw Refused(
                "There is no picture in this file, only sound or something else. Choose the video itself; a talk without a picture needs at least a slide."
            );
        if (!InputArguments.IsPicture(picture.CodecName))
        {
            throw Unsupported("picture", picture.CodecName);
        }

        var isMatroska = analysis.Format?.FormatName?.Contains("matroska", StringComparison.Ordinal) is true;
        var chosen = new SourceStreams(picture, null, PacketClock.Seconds(analysis.Format?.StartTime) ?? 0, isMatroska)
        {
            CountedRate = await packets.CountRateAsync(file, picture, cancellationToken),
        };
        foreach (var sound in all.Where(s => s.CodecType == "audio").OrderBy(s => InputArguments.IsSound(s.CodecName) ? 0 : 1))
        {
            if (await packets.LastsAsync(file, sound.Index, cancellationToken))
            {
                return InputArguments.IsSound(sound.CodecName) ? chosen with { Sound = sound } : throw Unsupported("sound", sound.CodecName);
            }
        }

        return chosen;
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
            throw Refused(
                $"A picture of {shown} × {height} pixels is too small or too narrow to be watched. Record or export the whole screen, 1280 × 720 or 1920 × 1080."
            );
        }

        return streams.IsOnItsSide ? (height, shown) : (shown, height);
    }

    private static FrameRate RateOf(SourceStreams streams)
    {
        var video = streams.Picture;
        var rate =
            streams.CountedRate
            ?? FrameRate.Of(video.FrameRate, video.AvgFrameRate)
            ?? throw Refused($"This file does not say how many frames per second it has. {Refusals.ExportAgain}");
        var decoded = FrameRate.Parse(video.AvgFrameRate) ?? rate;
        return decoded.Value <= MaximumFramesPerSecond
            ? rate
            : throw Refused(
                $"{decoded.Value:F0} frames per second are more than {MaximumFramesPerSecond}. Export it with 30 frames per second and upload it again."
            );
    }

    private static ColorTransfer TransferOf(FFProbeStream picture) =>
        picture.ColorTransfer switch
        {
            "arib-std-b67" => ColorTransfer.Hlg,
            "smpte2084" => ColorTransfer.Pq,
            _ => ColorTransfer.Standard,
        };

    /// <summary>
    /// Measures the length at the last packets. A header may lie in both directions: longer would grant hours nobody can watch (and
    /// is what a truncated file has), shorter would make progress cheap. The transcoder compares its output with this number once more.
    /// </summary>
    private async Task<(long Milliseconds, long Held)> MeasureAsync(
        ExaminedFile file,
        FFProbeAnalysis analysis,
        SourceStreams streams,
        CancellationToken cancellationToken
    )
    {
        var promised = SourceStreams.Promised(analysis, streams.Picture);
        var begin = streams.IsMatroska ? 0 : streams.FormatStart;
        var clock = await packets.ReadTailAsync(
            file,
            streams,
            1 / RateOf(streams).Value,
            Math.Max(0, begin + (promised ?? 0) - TailSeconds),
            cancellationToken
        );
        if (clock.PictureEnd is not { } end || end - streams.Start <= 0)
        {
            throw Refused($"No picture was found in this file. It may be damaged. {Refusals.ExportAgain}");
        }

        // Sound or subtitles may last longer than the picture: the promise is kept when any stream reaches it.
        if (promised - (clock.AnyEnd - begin) is { } missing && missing > 1 + (promised * 0.01))
        {
            throw Refused(
                $"The file is incomplete: it says to last {promised:F0} seconds but ends after {clock.AnyEnd - begin:F0}. Copy it from the camera or the computer once more, and upload it again."
            );
        }

        var last = clock.SoundEnd is { } heard && heard > end + PacketReader.PaddingSeconds ? heard : end;
        var milliseconds = RequireLength((long)Math.Round((last - streams.Start) * 1000));
        return (milliseconds, (long)Math.Round((last - end) * 1000));
    }

    private long RequireLength(long milliseconds) =>
        milliseconds < 1000 ? throw Refused("The video is shorter than a second. Look whether you chose the right file.")
        : milliseconds > options.Value.MaximumDuration.TotalMilliseconds
            ? throw Refused($"The video is longer than {options.Value.MaximumDuration.TotalHours:0.#} hours. Cut it into several lessons.")
        : milliseconds;

    /// <summary>
    /// Looks at some frames of the beginning (from the very first: a file with one key frame has nothing behind it to start from), the middle and the end: are
    /// they whole, although they may not say otherwise?
    /// </summary>
    private async Task<FieldScan> ExamineAsync(string path, SourceStreams streams, long milliseconds, CancellationToken cancellationToken)
    {
        if (streams.Picture.Height > MaximumInterlacedLines)
        {
            return FieldScan.Whole;
        }

        var count = new FieldCount();
        foreach (var part in new[] { 0, 0.45, 0.8 })
        {
            var arguments = FieldCount.Arguments(
                path,
                streams.Picture.Index,
                TimeSpan.FromMilliseconds(milliseconds * part),
                ExaminedFrames,
                options.Value.MaximumPixels
            );
            await packets.RunAsync("ffmpeg", arguments, path, count.Read, cancellationToken);
        }

        return count.Scan != FieldScan.Whole ? count.Scan
            : streams.SaysFields ? FieldScan.AsFlagged
            : FieldScan.Whole;
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
    private static bool IsPicture(FFProbeStream stream) => stream.CodecType == "video" && stream.Disposition?.GetValueOrDefault("attached_pic") is not 1;

    private static MediaRefusedException Unsupported(string part, string? coding) =>
        Refused($"The {part} of this file is coded as \"{coding ?? "unknown"}\", which is not supported, or the file is damaged. {Refusals.ExportAgain}");

    private MediaRefusedException TooLarge() =>
        Refused(
            $"The picture has more than the {options.Value.MaximumPixels} pixels that are allowed. Export it in 4K (3840 × 2160) or 1920 × 1080 and upload it again."
        );

    private static MediaRefusedException Refused(string message) => new(message, isSuspicious: false);

    private static MediaRefusedException Suspicious() =>
        new("This file is no video but a list that refers to other files. Choose the video file itself.", isSuspicious: true);
}
