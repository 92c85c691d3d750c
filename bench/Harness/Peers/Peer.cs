using System.Diagnostics;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Bench.Harness.Peers;

/// <summary>A program of <c>bench/peers</c>: what somebody would use in our place. It prints READY when it answers.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly Process process;

    private Peer(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => process.Id;

    public static async Task<Peer> StartAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var address = SchoolProcess.FreeAddress();
        var info = new ProcessStartInfo("node", [Path.Combine(TestStack.Root, "bench", "peers", script)]) { RedirectStandardOutput = true };
        info.Environment["NODE_ENV"] = "production";
        info.Environment["PORT"] = address.Port.ToString();
        foreach (var (key, value) in environment)
        {
            info.Environment[key] = value;
        }

        var process = Process.Start(info)!;
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == "READY")
            {
                // What it says from now on is of no interest, and must not fill the pipe.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Peer(process, address);
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        throw new InvalidOperationException($"{script} ended with code {process.ExitCode} before it was ready; it said why above.");
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
