using System.Diagnostics;

namespace ESchool.Application.Tests.Media;

/// <summary>What happens to ffmpeg when the program that started it is killed: this test program starts itself, and kills its copy.</summary>
public sealed class KilledParentTests : IDisposable
{
    private const string SourceVariable = "ESCHOOL_TEST_VICTIM_SOURCE";
    private readonly Footage footage = new();

    [Fact]
    public async Task KilledParent_LeavesNoProcess()
    {
        var source = await footage.LongVideoAsync("a.mp4");
        using var victim = StartVictim(source);
        await Footage.UntilAsync(
            () => victim.HasExited || Directory.GetFiles(footage.Folder, "segment-00001.ts", SearchOption.AllDirectories).Length > 0,
            "the copy transcodes"
        );
        Assert.False(victim.HasExited, "The copy ended by itself.");
        Assert.NotEmpty(Footage.ProcessesWith(source));

        // Only the copy, not its children: those are to follow by themselves.
        victim.Kill(entireProcessTree: false);

        await Footage.UntilAsync(() => Footage.ProcessesWith(source).Count == 0, "ffmpeg is gone");
    }

    /// <summary>The copy's part; nothing runs it otherwise.</summary>
    [Fact(Explicit = true)]
    public async Task Victim_TranscodesUntilItIsKilled()
    {
        var source = Environment.GetEnvironmentVariable(SourceVariable) ?? throw new InvalidOperationException("This is only for the other test.");
        var stop = TestContext.Current.CancellationToken;
        var output = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(source)!, "output")).FullName;
        await footage.Transcoder.TranscodeAsync(source, output, await footage.Probe.ProbeAsync(source, stop), new byte[16], new Progress<int>(), stop);
    }

    public void Dispose() => footage.Dispose();

    private static Process StartVictim(string source)
    {
        var method = $"{typeof(KilledParentTests).FullName}.{nameof(Victim_TranscodesUntilItIsKilled)}";
        var start = new ProcessStartInfo("dotnet", [typeof(KilledParentTests).Assembly.Location, "-explicit", "only", "-method", method])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[SourceVariable] = source;
        return Process.Start(start)!;
    }
}
