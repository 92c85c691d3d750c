using System.Globalization;
using ESchool.Application.Media.Ffmpeg;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using ESchool.Application.Media.Ffmpeg.Segments;
using ESchool.Application.Media.Ffmpeg.Sources;
using ESchool.Domain.Media;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media.Transcoding;

/// <summary>Makes the HLS ladder of a video: H.264 and AAC in encrypted MPEG-TS segments of four seconds that are aligned across the rungs.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class LadderTranscoder(SandboxedProcesses processes, IOptions<MediaOptions> options, ILogger<LadderTranscoder> logger)
{
    private const int KeyBytes = 16;

    // The largest file is a segment: four seconds, mostly under 4 MB.
    private const long MaximumFileBytes = 128L * 1024 * 1024;

    // The rest is checking and encrypting.
    private const int EncodedPercent = 98;

    private const long ToleranceMilliseconds = 1000;

    // For starting, and for the first seconds of a hard video.
    private static readonly TimeSpan CpuAllowance = TimeSpan.FromMinutes(2);

    /// <summary>Transcodes a video.</summary>
    /// <param name="sourcePath">The file that was probed.</param>
    /// <param name="outputDirectory">
    /// A private, existing directory; gets the segments and the poster as <see cref="RenditionFiles"/> names them, and nothing else.
    /// </param>
    /// <param name="video">What the probe found.</param>
    /// <param name="contentKey">The 16 bytes that the segments are encrypted with.</param>
    /// <param name="progress">Gets percents, from 0 to 100, never falling.</param>
    /// <param name="cancellationToken">Stops, and leaves no process.</param>
    /// <returns>The renditions, lowest first.</returns>
    /// <exception cref="MediaRefusedException">The file is broken, lasts otherwise than was probed, or needs more than is allowed.</exception>
    public async Task<IReadOnlyList<Rendition>> TranscodeAsync(
        string sourcePath,
        string outputDirectory,
        ProbedVideo video,
        byte[] contentKey,
        IProgress<int> progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(contentKey.Length, KeyBytes);
        var rungs = Rung.LadderFor(video.Width, video.Height);
        var work = Directory.CreateDirectory(Path.Combine(outputDirectory, LadderArguments.WorkFolder));
        try
        {
            await MakePosterAsync(sourcePath, outputDirectory, video, rungs[^1], cancellationToken);
            var soundStart = video.HasAudio ? await DecodeSoundAsync(sourcePath, outputDirectory, video, cancellationToken) : null;
            var making = new Making(
                sourcePath,
                outputDirectory,
                video,
                rungs,
                soundStart,
                contentKey,
                new EncodingProgress(video.DurationMilliseconds, EncodedPercent, progress)
            );
            var renditions = await CopyTopAsync(making, cancellationToken) ?? await EncodeAsync(making, null, cancellationToken);
            progress.Report(100);
            return renditions;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Takes the picture at a tenth of the video, because the beginning is often black, or else at the beginning.</summary>
    private async Task MakePosterAsync(string sourcePath, string outputDirectory, ProbedVideo video, Rung top, CancellationToken cancellationToken)
    {
        foreach (var at in new[] { TimeSpan.FromMilliseconds(video.DurationMilliseconds / 10.0), TimeSpan.Zero })
        {
            var arguments = PosterArguments.Build(sourcePath, video, at, top, options.Value.MaximumPixels);
            await RunAsync("ffmpeg", arguments, outputDirectory, video, MaximumFileBytes, _ => { }, cancellationToken);
            if (File.Exists(Path.Combine(outputDirectory, RenditionFiles.Poster)))
            {
                return;
            }
        }

        throw new MediaRefusedException($"No picture of this video could be decoded: it is damaged. {Refusals.ExportAgain}", isSuspicious: false);
    }

    /// <summary>Decodes the sound into one steady format.</summary>
    /// <returns>When it begins, in seconds, as ffprobe writes them.</returns>
    private async Task<string> DecodeSoundAsync(string sourcePath, string outputDirectory, ProbedVideo video, CancellationToken cancellationToken)
    {
        var arguments = SoundArguments.Decode(sourcePath, video, video.SoundStream, options.Value.MaximumPixels);
        var bytes = MaximumFileBytes + (SoundArguments.BytesPerSecond * video.DurationMilliseconds / 1000 * 2);
        await RunAsync("ffmpeg", arguments, outputDirectory, video, bytes, _ => { }, cancellationToken);
        string? begin = null;
        await RunAsync("ffprobe", SoundArguments.Begin, outputDirectory, video, 0, line => begin ??= line.Trim().TrimEnd(','), cancellationToken);
        return PacketClock.Seconds(begin) is not null
            ? begin!
            : throw new MediaRefusedException($"The sound of this video could not be decoded: it is damaged. {Refusals.ExportAgain}", isSuspicious: false);
    }

    /// <summary>
    /// Makes the ladder with the source itself as its largest rung, when it fits that rung. Whatever is wrong with the result, down to one complaint of
    /// the decoder, ends this attempt and not the transcode: then every rung is coded.
    /// </summary>
    /// <returns>Null when the source doesn't fit, or its copy doesn't.</returns>
    private async Task<IReadOnlyList<Rendition>?> CopyTopAsync(Making making, CancellationToken cancellationToken)
    {
        if (making.Video.Coded is not { } coded || making.Rungs.Count < 2 || !making.Rungs[^1].Holds(making.Video, coded))
        {
            return null;
        }

        try
        {
            return await EncodeAsync(making, coded, cancellationToken);
        }
        catch (Exception unusable) when (unusable is InvalidDataException or MediaRefusedException { IsSuspicious: false })
        {
            logger.LogInformation("The source's picture is coded anew: {Reason}", unusable.Message);
            foreach (var rung in making.Rungs)
            {
                Directory.Delete(Path.Combine(making.OutputDirectory, rung.Label), recursive: true);
            }

            return null;
        }
    }

    private async Task<IReadOnlyList<Rendition>> EncodeAsync(Making making, CodedPicture? copied, CancellationToken cancellationToken)
    {
        foreach (var rung in making.Rungs)
        {
            Directory.CreateDirectory(Path.Combine(making.OutputDirectory, rung.Label));
        }

        var arguments = new LadderArguments(making.SourcePath, making.Video, making.Rungs, copied, making.SoundStart, options.Value.MaximumPixels).Build();
        var complaints = await RunAsync("ffmpeg", arguments, making.OutputDirectory, making.Video, MaximumFileBytes, making.Reports.Read, cancellationToken);
        return copied is null || Disguise.WithoutDenials(complaints).Length == 0
            ? await FinishAsync(making, cancellationToken)
            : throw new InvalidDataException("The decoder complained about the source, so it is not passed on.");
    }

    private async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string outputDirectory,
        ProbedVideo video,
        long fileBytes,
        Action<string> onLine,
        CancellationToken cancellationToken
    )
    {
        var settings = options.Value;
        var cpu = CpuAllowance + TimeSpan.FromMilliseconds((double)video.DurationMilliseconds * settings.MaximumCpuPerVideoTime);
        var limits = new ProcessLimits(settings.MaximumWallClock, cpu, settings.MaximumMemoryBytes, fileBytes);
        var outcome = await processes.RunAsync(new SandboxedCommand(program, arguments, outputDirectory, limits, onLine), cancellationToken);
        if (outcome.Errors.Length > 0)
        {
            logger.LogInformation("{Program} ended with {ExitCode}: {Errors}", program, outcome.ExitCode, Refusals.Condense(outcome.Errors));
        }

        if (!outcome.Succeeded)
        {
            throw Refusals.Of(outcome);
        }

        return outcome.Errors;
    }

    private static async Task<IReadOnlyList<Rendition>> FinishAsync(Making making, CancellationToken cancellationToken)
    {
        using var seal = new SegmentSeal(making.ContentKey);
        var renditions = new List<Rendition>();
        foreach (var rung in making.Rungs)
        {
            var playlist = await File.ReadAllLinesAsync(Path.Combine(making.OutputDirectory, LadderArguments.Playlist(rung.Label)), cancellationToken);
            var lengths = WrittenPlaylist.Milliseconds(playlist);
            RequireWhole(making.Video, lengths, renditions.FirstOrDefault());
            var (codec, sizes) = await SealAsync(making.OutputDirectory, rung, lengths.Count, seal, cancellationToken);
            renditions.Add(
                new Rendition(
                    rung.Label,
                    rung.Width,
                    rung.Height,
                    PeakBandwidth.Of(lengths, sizes),
                    making.SoundStart is null ? codec : codec + ",mp4a.40.2",
                    lengths
                )
            );
        }

        return renditions;
    }

    /// <summary>The length that students' progress is counted against is the length that was made, and a player may change rungs at any segment.</summary>
    private static void RequireWhole(ProbedVideo video, IReadOnlyList<int> lengths, Rendition? first)
    {
        var total = lengths.Sum(length => (long)length);
        if (Math.Abs(total - video.DurationMilliseconds) > ToleranceMilliseconds)
        {
            throw new MediaRefusedException(
                $"The video's times make no sense: it should last {Seconds(video.DurationMilliseconds)} seconds but {Seconds(total)} could be played. {Refusals.ExportAgain}",
                isSuspicious: false
            );
        }

        if (first is not null && !first.SegmentMilliseconds.SequenceEqual(lengths))
        {
            throw new InvalidDataException("The rungs' segments are not aligned.");
        }
    }

    private static async Task<(string Codec, IReadOnlyList<long> Sizes)> SealAsync(
        string outputDirectory,
        Rung rung,
        int count,
        SegmentSeal seal,
        CancellationToken cancellationToken
    )
    {
        var (codec, sizes) = ("", new List<long>());
        for (var index = 0; index < count; index++)
        {
            var path = Path.Combine(outputDirectory, RenditionFiles.Segment(rung.Label, index));
            var plain = await File.ReadAllBytesAsync(path, cancellationToken);
            codec = TransportStream.RequireKeyframe(plain);
            var sealedBytes = seal.Encrypt(plain, index);
            await File.WriteAllBytesAsync(path, sealedBytes, cancellationToken);
            sizes.Add(sealedBytes.Length);
        }

        return Directory.GetFiles(Path.Combine(outputDirectory, rung.Label)).Length == count
            ? (codec, sizes)
            : throw new InvalidDataException("ffmpeg wrote segments that its playlist does not name.");
    }

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What a ladder is made of, and where.</summary>
    private sealed record Making(
        string SourcePath,
        string OutputDirectory,
        ProbedVideo Video,
        IReadOnlyList<Rung> Rungs,
        string? SoundStart,
        byte[] ContentKey,
        EncodingProgress Reports
    );
}
