using ESchool.Application.Media.Ffmpeg;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media;

/// <summary>
/// Recordings of a camera that somebody put one behind the other, byte by byte (<c>cat</c>, <c>copy /b</c>): their times begin anew in the middle, so that all but one would be taken for nothing.
/// They are written anew, uncoded, with times that go on.
/// </summary>
public sealed class JoinedRecordings(SandboxedProcesses processes, IOptions<MediaOptions> options, ILogger<JoinedRecordings> logger)
{
    /// <summary>Frames come out of order by far less.</summary>
    private const double BackwardsSeconds = 2;

    /// <summary>Writes the file anew when its times begin anew.</summary>
    /// <param name="path">The file, in a private directory.</param>
    /// <param name="cancellationToken">Stops, and leaves no process.</param>
    /// <returns>The file to go on with: the same, or another in its directory.</returns>
    /// <exception cref="MediaRefusedException">It can't be read.</exception>
    public async Task<string> StraightenAsync(string path, CancellationToken cancellationToken)
    {
        if (await FormatOfAsync(path, cancellationToken) is not { } format || !await BeginsAnewAsync(path, cancellationToken))
        {
            return path;
        }

        var joined = $"{path}.joined";
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-y", .. InputArguments.Restrictions(options.Value.MaximumPixels), "-i", InputArguments.File(path),
            "-map", "0:v:0", "-map", "0:a?", "-c", "copy", "-f", format, InputArguments.File(joined),
        ];
        var outcome = await RunAsync("ffmpeg", arguments, path, 2 * new FileInfo(path).Length, _ => { }, cancellationToken);
        logger.LogInformation("The times of a file begin anew in its middle; it was written anew.");
        return outcome.Succeeded ? joined : throw Refusals.Of(outcome);
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

    private async Task<bool> BeginsAnewAsync(string path, CancellationToken cancellationToken)
    {
        var (latest, isAnew) = (double.MinValue, false);
        string[] arguments =
        [
            "-hide_banner", "-v", "error", .. InputArguments.Restrictions(options.Value.MaximumPixels), "-select_streams", "v:0", "-of", "csv=p=0", "-show_entries", "packet=pts_time",
            "-i", InputArguments.File(path),
        ];
        var outcome = await RunAsync("ffprobe", arguments, path, 0, Read, cancellationToken);
        return outcome.ExceededLimit is null ? isAnew : throw Refusals.Of(outcome);

        void Read(string line)
        {
            if (PacketClock.Seconds(line.TrimEnd(',')) is { } shown)
            {
                isAnew |= shown < latest - BackwardsSeconds;
                latest = Math.Max(latest, shown);
            }
        }
    }

    private Task<ProcessOutcome> RunAsync(string program, string[] arguments, string path, long fileBytes, Action<string> onLine, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var limits = new ProcessLimits(settings.MaximumWallClock, settings.MaximumWallClock, settings.MaximumMemoryBytes, fileBytes);
        return processes.RunAsync(new SandboxedCommand(program, arguments, Path.GetDirectoryName(Path.GetFullPath(path))!, limits, onLine), cancellationToken);
    }
}
