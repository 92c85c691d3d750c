using System.Globalization;
using System.Text.Json;
using ESchool.Tests.Support;

namespace ESchool.Bench.Harness.Peers;

/// <summary>Load over HTTP/1.1 by wrk, a light generator in C that is the same for everybody. A refused or failed call fails the run.</summary>
internal static class Wrk
{
    /// <param name="script">A script of <c>bench/wrk</c> that makes the requests.</param>
    /// <param name="address">Where to.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="time">How long.</param>
    /// <param name="serverProcesses">Whose processor time is counted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="arguments">What the script is told.</param>
    public static async Task<Sample> MeasureAsync(
        string script,
        Uri address,
        int connections,
        TimeSpan time,
        IReadOnlyList<int> serverProcesses,
        CancellationToken cancellationToken,
        params string[] arguments
    )
    {
        var folder = Path.Combine(TestStack.Root, "bench", "wrk");
        var before = ProcessCpu.Of(serverProcesses);
        var output = await Command.RunAsync(
            "wrk",
            [
                "-t2",
                $"-c{connections}",
                $"-d{time.TotalSeconds:0}s",
                "--timeout",
                "10s",
                "-s",
                Path.Combine(folder, script),
                address.ToString(),
                "--",
                .. arguments,
            ],
            cancellationToken,
            new Dictionary<string, string> { ["LUA_PATH"] = $"{folder}/?.lua;;" }
        );
        var cpu = ProcessCpu.Of(serverProcesses) - before;
        var line = output.Split('\n').Single(l => l.StartsWith("RESULT ", StringComparison.Ordinal));
        var result = JsonSerializer.Deserialize<Result>(line["RESULT ".Length..], JsonSerializerOptions.Web)!;
        Findings.Require(
            result is { Failed: 0, Refused: 0, Requests: > 0 },
            string.Create(
                CultureInfo.InvariantCulture,
                $"{address}: of {result.Requests} calls {result.Failed} failed and {result.Refused} were refused. {result.Example}"
            )
        );
        return new Sample(
            result.Requests,
            result.Requests / (result.Microseconds / 1e6),
            result.P50 / 1000.0,
            result.P99 / 1000.0,
            cpu.TotalMicroseconds / result.Requests
        );
    }

    private sealed record Result(long Requests, double Microseconds, double P50, double P99, long Failed, long Refused, string Example);
}
