using System.Globalization;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using FFMpegCore;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>A file that is looked at.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Foreign">The decoders that its unneeded streams would have.</param>
internal sealed record ExaminedFile(string Path, IReadOnlyCollection<string> Foreign);

/// <summary>Reads the packets of a file that nobody trusts, with ffprobe: when they are shown, for how long, how large they are. Nothing is decoded.</summary>
internal sealed class PacketReader(SandboxedProcesses processes, MediaOptions settings)
{
    /// <summary>By so much a sound's last packet may be padded. What is longer is something to hear.</summary>
    public const double PaddingSeconds = 0.1;

    // A sound of fewer packets, and no longer than a padding, is none.
    private const int FewestPackets = 20;

    // Frames come out of order by far less.
    private const double BackwardsSeconds = 2;

    /// <summary>Whether a sound lasts: one of one or two packets is nothing to hear, and often nothing that can be decoded.</summary>
    public async Task<bool> LastsAsync(ExaminedFile file, int stream, CancellationToken cancellationToken)
    {
        var (packets, clock) = (0, new PacketClock(-1, stream, 0));
        await ReadAsync(file, [.. Only(stream), "-read_intervals", $"%+#{FewestPackets}"], "stream_index,pts_time,duration_time", Read, cancellationToken);
        return packets >= FewestPackets || clock.SoundEnd - clock.SoundStart > PaddingSeconds;

        void Read(string line)
        {
            packets += line.Length > 0 ? 1 : 0;
            clock.Read(line);
        }
    }

    /// <summary>
    /// Counts a picture's frames where its rate is unknown: recorders that write while they record (a browser's) say only how fine their clock is.
    /// </summary>
    /// <returns>Null where the file says the rate.</returns>
    public async Task<FrameRate?> CountRateAsync(ExaminedFile file, FFProbeStream picture, CancellationToken cancellationToken)
    {
        if (FrameRate.Parse(picture.AvgFrameRate) is not null || FrameRate.Parse(picture.FrameRate) is not { IsPlausible: false })
        {
            return null;
        }

        var (count, first, last) = (0, double.MaxValue, double.MinValue);
        await ReadTimesAsync(
            file,
            Only(picture.Index),
            shown => (count, first, last) = (count + 1, Math.Min(first, shown), Math.Max(last, shown)),
            cancellationToken
        );
        return last > first ? new FrameRate((int)Math.Clamp(Math.Round((count - 1) / (last - first)), 1, int.MaxValue), 1) : null;
    }

    /// <summary>Whether the picture's times begin anew in the middle of the file.</summary>
    public async Task<bool> BeginsAnewAsync(ExaminedFile file, CancellationToken cancellationToken)
    {
        var (latest, isAnew) = (double.MinValue, false);
        await ReadTimesAsync(
            file,
            ["-select_streams", "v:0"],
            shown => (isAnew, latest) = (isAnew || shown < latest - BackwardsSeconds, Math.Max(latest, shown)),
            cancellationToken
        );
        return isAnew;
    }

    /// <summary>Reads where the packets end, from a time on.</summary>
    /// <param name="file">The file.</param>
    /// <param name="streams">The streams that are used.</param>
    /// <param name="frameSeconds">A frame's length, for containers that do not say it.</param>
    /// <param name="from">Where to begin, in seconds.</param>
    /// <param name="cancellationToken">Stops, and leaves no process.</param>
    public async Task<PacketClock> ReadTailAsync(
        ExaminedFile file,
        SourceStreams streams,
        double frameSeconds,
        double from,
        CancellationToken cancellationToken
    )
    {
        var clock = await ReadFromAsync(from);

        // No index to seek by, or nothing where the header says the end is: read the whole file.
        return clock.PictureEnd is null && from > 0 ? await ReadFromAsync(0) : clock;

        async Task<PacketClock> ReadFromAsync(double begin)
        {
            var read = new PacketClock(streams.Picture.Index, streams.Sound?.Index, frameSeconds);
            string[] interval = begin > 0 ? ["-read_intervals", string.Create(CultureInfo.InvariantCulture, $"{begin:F3}%")] : [];
            await ReadAsync(file, interval, "stream_index,pts_time,duration_time", read.Read, cancellationToken);
            return read;
        }
    }

    /// <summary>Reads the picture as it is coded.</summary>
    /// <returns>Null when it must be coded anew.</returns>
    public async Task<CodedPicture?> ReadPictureAsync(
        ExaminedFile file,
        SourceStreams streams,
        FrameRate rate,
        long milliseconds,
        CancellationToken cancellationToken
    )
    {
        var coded = new List<CodedPacket>();
        var outcome = await RunAsync(file, Entries(Only(streams.Picture.Index), "pts_time,dts_time,size,flags"), Read, cancellationToken);
        return outcome.Succeeded && Disguise.WithoutDenials(outcome.Errors).Length == 0
            ? CodedPicture.Of(coded, streams.Start, streams.Start + (milliseconds / 1000.0), rate)
            : null;

        void Read(string line)
        {
            if (CodedPacket.Parse(line) is { } packet)
            {
                coded.Add(packet);
            }
        }
    }

    /// <summary>Runs ffprobe on a file.</summary>
    public Task<ProcessOutcome> RunAsync(ExaminedFile file, string[] arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        string[] all =
        [
            "-hide_banner",
            "-v",
            "error",
            .. InputArguments.Restrictions(settings.MaximumPixels),
            .. InputArguments.Opening(file.Foreign),
            .. arguments,
            "-i",
            InputArguments.File(file.Path),
        ];
        return RunAsync("ffprobe", all, file.Path, onLine, cancellationToken);
    }

    /// <summary>Runs a program that writes nothing, within the limits of a probe.</summary>
    public Task<ProcessOutcome> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string path,
        Action<string> onLine,
        CancellationToken cancellationToken
    )
    {
        var limits = new ProcessLimits(settings.MaximumProbeTime, settings.MaximumProbeTime, settings.MaximumMemoryBytes, FileBytes: 0);
        return processes.RunAsync(new SandboxedCommand(program, arguments, Path.GetDirectoryName(Path.GetFullPath(path))!, limits, onLine), cancellationToken);
    }

    private Task ReadTimesAsync(ExaminedFile file, string[] which, Action<double> onTime, CancellationToken cancellationToken)
    {
        return ReadAsync(file, which, "pts_time", Read, cancellationToken);

        void Read(string line)
        {
            if (PacketClock.Seconds(line.TrimEnd(',')) is { } shown)
            {
                onTime(shown);
            }
        }
    }

    /// <summary>A damaged end is no failure here: what could be read counts. A limit is.</summary>
    private async Task ReadAsync(ExaminedFile file, string[] which, string entries, Action<string> onLine, CancellationToken cancellationToken)
    {
        var outcome = await RunAsync(file, Entries(which, entries), onLine, cancellationToken);
        if (outcome.ExceededLimit is not null)
        {
            throw Refusals.Of(outcome);
        }
    }

    private static string[] Entries(string[] which, string entries) => [.. which, "-of", "csv=p=0", "-show_entries", $"packet={entries}"];

    private static string[] Only(int stream) => ["-select_streams", stream.ToString(CultureInfo.InvariantCulture)];
}
