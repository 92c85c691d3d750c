using ESchool.Application.Media.Ffmpeg;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using ESchool.Application.Media.Ffmpeg.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media.Transcoding;

/// <summary>
/// Recordings of a camera that somebody put one behind the other, byte by byte (<c>cat</c>, <c>copy /b</c>): their times begin anew in the middle, so that all
/// but one would be taken for nothing. They are written anew, uncoded, with times that go on.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class JoinedRecordings(SandboxedProcesses processes, IOptions<MediaOptions> options, ILogger<JoinedRecordings> logger)
{
    private readonly PacketReader packets = new(processes, options.Value);

    /// <summary>Writes the file anew when its times begin anew.</summary>
    /// <param name="path">The file, in a private directory.</param>
    /// <param name="cancellationToken">Stops, and leaves no process.</param>
    /// <returns>The file to go on with: the same, or another in its directory.</returns>
    /// <exception cref="MediaRefusedException">It can't be read.</exception>
    public async Task<string> StraightenAsync(string path, CancellationToken cancellationToken)
    {
        if (await FormatOfAsync(path, cancellationToken) is not { } format || !await packets.BeginsAnewAsync(new ExaminedFile(path, []), cancellationToken))
        {
            return path;
        }

        var (settings, joined) = (options.Value, $"{path}.joined");
        string[] arguments =
        [
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-loglevel",
            "error",
            "-y",
            .. InputArguments.Restrictions(settings.MaximumPixels),
            "-i",
            InputArguments.File(path),
            "-map",
            "0:v:0",
            "-map",
            "0:a?",
            "-c",
            "copy",
            "-f",
            format,
            InputArguments.File(joined),
        ];
        var limits = new ProcessLimits(settings.MaximumWallClock, settings.MaximumWallClock, settings.MaximumMemoryBytes, 2 * new FileInfo(path).Length);
        var outcome = await processes.RunAsync(
            new SandboxedCommand("ffmpeg", arguments, Path.GetDirectoryName(Path.GetFullPath(path))!, limits, _ => { }),
            cancellationToken
        );
        if (!outcome.Succeeded)
        {
            throw Refusals.Of(outcome);
        }

        logger.LogInformation("The times of a file begin anew in its middle; it was written anew.");
        return joined;
    }

    /// <summary>The formats that can be joined so, by ffmpeg's names of how they are written; told by their first bytes.</summary>
    private static async Task<string?> FormatOfAsync(string path, CancellationToken cancellationToken)
    {
        const byte Sync = 0x47;
        var head = new byte[256];
        await using var file = File.OpenRead(path);
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return length < head.Length ? null
            : (head[0] == Sync && head[188] == Sync) || (head[4] == Sync && head[196] == Sync) ? "mpegts"
            : head.AsSpan().StartsWith<byte>([0, 0, 1, 0xBA]) ? "vob"
            : null;
    }
}
