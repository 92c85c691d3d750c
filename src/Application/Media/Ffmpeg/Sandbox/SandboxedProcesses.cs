using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>
/// Runs ffmpeg and ffprobe on files that nobody trusts: no shell, no network, no privileges, bounded resources, a bare environment, and no
/// life beyond this program's. The wrappers (unshare, prlimit, setpriv) replace each other by <c>exec</c>, so a command is one process.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class SandboxedProcesses : IDisposable
{
    private const int KeptErrorCharacters = 16 * 1024;
    private const int MaximumOpenFiles = 256;

    // Counts every thread of the user, this program's too, and binds nobody who is root: a last bound for fork bombs, nothing finer.
    private const int MaximumUserThreads = 4096;

    private readonly LauncherThread launcher = new();
    private readonly MediaOptions options;
    private readonly ILogger<SandboxedProcesses> logger;
    private IReadOnlyList<string>? isolation;

    /// <summary>Prepares to run commands, and ends those which a killed predecessor left behind.</summary>
    public SandboxedProcesses(IOptions<MediaOptions> options, ILogger<SandboxedProcesses> logger)
    {
        this.options = options.Value;
        this.logger = logger;
        foreach (var id in Orphans.KillAll())
        {
            logger.LogWarning("Killed process {Process}, which another run had left behind.", id);
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Kills it; when the task ends, so has the process.</param>
    /// <exception cref="InvalidOperationException">This machine lacks a tool, or cannot cut a process off the network.</exception>
    public async Task<ProcessOutcome> RunAsync(SandboxedCommand command, CancellationToken cancellationToken)
    {
        isolation ??= await FindIsolationAsync(cancellationToken);
        var outcome = await RunAsync(command, isolation, cancellationToken);
        if (outcome.ExitCode is 126 or 127)
        {
            throw new InvalidOperationException($"{command.Program} could not be started. Is it installed? {outcome.Errors.Trim()}");
        }

        return outcome;
    }

    /// <summary>Ends every command that still runs.</summary>
    public void Dispose() => launcher.Dispose();

    private async Task<IReadOnlyList<string>> FindIsolationAsync(CancellationToken cancellationToken)
    {
        var limits = new ProcessLimits(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), options.MaximumMemoryBytes, 0);
        var nothing = new SandboxedCommand("true", [], Path.GetTempPath(), limits, _ => { });
        foreach (var candidate in Isolation.Candidates(options.AllowWithoutNetworkIsolation))
        {
            if (await WorksAsync(nothing, candidate, cancellationToken))
            {
                logger.LogInformation("ffmpeg is started through {Wrapper}.", string.Join(' ', candidate));
                return candidate;
            }
        }

        throw new InvalidOperationException(Isolation.Unavailable);
    }

    private async Task<bool> WorksAsync(SandboxedCommand nothing, IReadOnlyList<string> candidate, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await RunAsync(nothing, candidate, cancellationToken);
            logger.LogDebug("{Wrapper}: {ExitCode} {Errors}", candidate[0], outcome.ExitCode, outcome.Errors);
            return outcome.Succeeded;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            logger.LogDebug(missing, "{Wrapper} is not installed.", candidate[0]);
            return false;
        }
    }

    private async Task<ProcessOutcome> RunAsync(SandboxedCommand command, IReadOnlyList<string> wrapper, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(command.Limits.WallClock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        stop.Token.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = Describe(command, wrapper) };
        await launcher.InvokeAsync(process.Start);
        await using var killing = stop.Token.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();

        var errors = new TextTail(KeptErrorCharacters);
        var reading = Task.WhenAll(ReadLinesAsync(process, command.OnLine), errors.ReadAsync(process.StandardError));
        await process.WaitForExitAsync(CancellationToken.None);
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        return new ProcessOutcome(process.ExitCode, errors.ToString(), timeout.IsCancellationRequested && process.ExitCode != 0);
    }

    private static async Task ReadLinesAsync(Process process, Action<string> onLine)
    {
        try
        {
            await BoundedLines.ReadAsync(process.StandardOutput, onLine);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ProcessStartInfo Describe(SandboxedCommand command, IReadOnlyList<string> wrapper)
    {
        var words = wrapper.Concat(Limits(command.Limits)).Append(command.Program).Concat(command.Arguments).ToList();
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["HOME"] = command.WorkingDirectory;

        // Each thread's malloc arena reserves 64 MiB of address space, which the memory limit counts although nothing uses it.
        start.Environment["MALLOC_ARENA_MAX"] = "4";
        start.Environment[Orphans.Marker] = Orphans.Owner;
        return start;
    }

    private static IEnumerable<string> Limits(ProcessLimits limits)
    {
        // The hard limit comes later: at the soft one a signal says why, at the hard one the kernel only kills.
        var cpu = (long)Math.Ceiling(limits.Cpu.TotalSeconds);
        return
        [
            "prlimit",
            string.Create(CultureInfo.InvariantCulture, $"--cpu={cpu}:{cpu + 5}"),
            string.Create(CultureInfo.InvariantCulture, $"--as={limits.MemoryBytes}"),
            string.Create(CultureInfo.InvariantCulture, $"--fsize={limits.FileBytes}"),
            $"--nproc={MaximumUserThreads}",
            $"--nofile={MaximumOpenFiles}",
            "--core=0",
        ];
    }
}
