using System.Diagnostics;

namespace ESchool.Bench.Measures.Work;

/// <summary>Waits until work is done.</summary>
internal static class Drain
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <param name="done">How much is done.</param>
    /// <param name="wanted">How much there is to do.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task UntilAsync(Func<Task<long>> done, long wanted, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        long count;
        while ((count = await done()) < wanted)
        {
            Harness.Findings.Require(watch.Elapsed < Patience, $"Of {wanted} requests {count} are done after {Patience}.");
            await Task.Delay(Look, cancellationToken);
        }

        Harness.Findings.Require(count == wanted, $"There were {wanted} requests and {count} are done.");
    }
}
