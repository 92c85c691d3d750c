using System.Diagnostics;
using ESchool.Application.Media;
using ESchool.Application.Media.Ffmpeg.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Tests.Media;

public sealed class SandboxedProcessesTests : IDisposable
{
    private static readonly ProcessLimits Limits = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 1L << 30, 1L << 20);
    private readonly SandboxedProcesses processes = Create();
    private readonly string folder = Directory.CreateTempSubdirectory("eschool-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_HasNoNetworkAndNoPrivileges()
    {
        var interfaces = await LinesAsync("cat", "/proc/self/net/dev");
        var status = await LinesAsync("cat", "/proc/self/status");

        Assert.Equal("lo", Assert.Single(interfaces, line => line.Contains(':', StringComparison.Ordinal)).Split(':')[0].Trim());
        Assert.Contains("CapEff:\t0000000000000000", status);
        Assert.Contains("CapBnd:\t0000000000000000", status);
        Assert.Contains("NoNewPrivs:\t1", status);
    }

    [Fact]
    public async Task Process_SeesNoEnvironmentButItsOwn()
    {
        Environment.SetEnvironmentVariable("ESCHOOL_TEST_SECRET", "hunter2");

        var names = (await LinesAsync("env")).Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal);

        Assert.Equal(["ESCHOOL_MEDIA_OWNER", "HOME", "LANG", "MALLOC_ARENA_MAX", "PATH"], names);
    }

    [Fact]
    public async Task Arguments_ReachNoShell()
    {
        Assert.Equal(["$(id) ; `id` | * 'x' \"y\""], await LinesAsync("printf", "%s", "$(id) ; `id` | * 'x' \"y\""));
    }

    [Theory]
    [InlineData("while :; do :; done", "computing time")]
    [InlineData("head -c 5000000 /dev/zero > large", "file size")]
    [InlineData("sleep 60", "time")]
    public async Task Limits_EndIt(string script, string limit)
    {
        var limits = Limits with { WallClock = TimeSpan.FromSeconds(6), Cpu = TimeSpan.FromSeconds(1) };

        // exec: the signal that ends the last command is then the process's own.
        var outcome = await processes.RunAsync(
            new SandboxedCommand("sh", ["-c", script.StartsWith("while", StringComparison.Ordinal) ? script : "exec " + script], folder, limits, _ => { }),
            Stop
        );

        Assert.Equal(limit, outcome.ExceededLimit);
    }

    [Fact]
    public async Task EndlessLine_EndsIt()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync("cat", ["/dev/zero"], _ => { }));
    }

    [Fact]
    public async Task ManyErrors_AreKeptFromTheEnd()
    {
        var outcome = await RunAsync("sh", ["-c", "yes noise | head -n 100000 >&2; echo reason >&2; exit 3"], _ => { });

        Assert.Equal(3, outcome.ExitCode);
        Assert.EndsWith("reason\n", outcome.Errors, StringComparison.Ordinal);
        Assert.True(outcome.Errors.Length <= 16 * 1024);
    }

    [Fact]
    public async Task MissingProgram_IsNotTheFilesFault()
    {
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("eschool-no-such-program", [], _ => { }));

        Assert.Contains("eschool-no-such-program", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_EndWhenTheLauncherIsDisposed()
    {
        using var other = Create();
        var running = other.RunAsync(new SandboxedCommand("sleep", ["3600.25"], folder, Limits, _ => { }), Stop);
        await Footage.UntilAsync(() => Footage.ProcessesWith("\u00003600.25").Count > 0, "it sleeps");

        other.Dispose();

        Assert.Equal(128 + 9, (await running).ExitCode);
    }

    [Fact]
    public async Task LeftoversOfADeadOwner_AreKilledAtTheStart()
    {
        var start = new ProcessStartInfo("sleep", ["3600.5"]);
        start.Environment["ESCHOOL_MEDIA_OWNER"] = $"{new FileInfo("/proc/self/ns/pid").LinkTarget}/{int.MaxValue}/1";
        using var leftover = Process.Start(start)!;

        using var next = Create();

        await leftover.WaitForExitAsync(Stop);
        Assert.Equal(128 + 9, leftover.ExitCode);
    }

    public void Dispose()
    {
        processes.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static SandboxedProcesses Create() => new(Options.Create(new MediaOptions()), NullLogger<SandboxedProcesses>.Instance);

    private Task<ProcessOutcome> RunAsync(string program, string[] arguments, Action<string> onLine) =>
        processes.RunAsync(new SandboxedCommand(program, arguments, folder, Limits, onLine), Stop);

    private async Task<IReadOnlyList<string>> LinesAsync(string program, params string[] arguments)
    {
        var lines = new List<string>();
        var outcome = await RunAsync(program, arguments, lines.Add);
        return outcome.Succeeded ? lines : throw new InvalidOperationException(outcome.Errors);
    }
}
