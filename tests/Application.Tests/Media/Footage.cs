using System.Buffers.Binary;
using System.Diagnostics;
using ESchool.Application.Media;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using ESchool.Application.Media.Transcoding;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Tests.Media;

/// <summary>Makes videos on the spot and probes and transcodes them as the application does, in a folder of its own.</summary>
public sealed class Footage : IDisposable
{
    private const string DurationElement = "4489 88";
    private readonly SandboxedProcesses processes;

    public Footage()
    {
        var options = Options.Create(Settings);
        processes = new SandboxedProcesses(options, NullLogger<SandboxedProcesses>.Instance);
        Recordings = new JoinedRecordings(processes, options, NullLogger<JoinedRecordings>.Instance);
        Probe = new MediaProbe(processes, options, NullLogger<MediaProbe>.Instance);
        Transcoder = new LadderTranscoder(processes, options, NullLogger<LadderTranscoder>.Instance);
    }

    public MediaOptions Settings { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("eschool-test-").FullName;

    public JoinedRecordings Recordings { get; }

    public MediaProbe Probe { get; }

    public LadderTranscoder Transcoder { get; }

    /// <summary>A moving picture with a tone.</summary>
    public Task<string> VideoAsync(string name, string picture, params string[] options) =>
        FfmpegAsync(
            name,
            ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100", "-shortest", "-c:a", "aac", .. Encoding, .. options]
        );

    public Task<string> SilentVideoAsync(string name, string picture, params string[] options) =>
        FfmpegAsync(name, ["-f", "lavfi", "-i", picture, .. Encoding, .. options]);

    /// <summary>Minutes of video that are made in a moment: ten seconds, again and again.</summary>
    public async Task<string> LongVideoAsync(string name)
    {
        var part = await VideoAsync("part-" + name, "testsrc2=s=1280x720:r=30:d=10");
        return await FfmpegAsync(name, "-stream_loop", "30", "-i", part, "-c", "copy");
    }

    public async Task<string> FfmpegAsync(string name, params string[] arguments)
    {
        var path = PathOf(name);
        await RunAsync("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments, path]);
        return path;
    }

    public async Task<string> FileAsync(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Copies the beginning of a file.</summary>
    public async Task<string> TruncatedAsync(string name, string path, double part)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(PathOf(name), bytes[..(int)(bytes.Length * part)]);
        return PathOf(name);
    }

    /// <summary>Copies a Matroska file and has its header say another duration.</summary>
    public async Task<string> LyingAsync(string name, string path, TimeSpan duration)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        var element = Convert.FromHexString(DurationElement.Replace(" ", ""));
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(bytes.AsSpan().IndexOf(element) + element.Length), duration.TotalMilliseconds);
        await File.WriteAllBytesAsync(PathOf(name), bytes);
        return PathOf(name);
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a program outside of any sandbox and gives its output.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed.");
    }

    /// <summary>The living processes that have a text among their arguments.</summary>
    public static IReadOnlyList<int> ProcessesWith(string text) =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(Path.GetFileName)
                .Where(name => int.TryParse(name, out _))
                .Select(name => int.Parse(name!))
                .Where(id => CommandLine(id).Contains(text, StringComparison.Ordinal)),
        ];

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"Waited too long until {what}.");
        }
    }

    public void Dispose()
    {
        processes.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string[] Encoding => ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

    // Of a process that has ended but is not yet reaped, it is empty.
    private static string CommandLine(int id)
    {
        try
        {
            return id == Environment.ProcessId ? "" : File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
