using System.Diagnostics;
using ESchool.Bench.Harness.Peers;

namespace ESchool.Bench.Harness;

/// <summary>Callers in this process, each with one piece of work on its way. The processor time is that of this process.</summary>
internal static class Load
{
    /// <param name="callers">How many at once.</param>
    /// <param name="act">Does a piece of work, or several, and says how many.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Sample> MeasureAsync(int callers, Func<Task<int>> act, TimeSpan time, CancellationToken cancellationToken)
    {
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync, CancellationToken.None)));
        var elapsed = watch.Elapsed;
        cancellationToken.ThrowIfCancellationRequested();
        var cpu = Environment.CpuUsage.TotalTime - before;
        var sorted = latencies.SelectMany(l => l.Times).Order().ToList();
        var count = latencies.Sum(l => l.Count);
        return new Sample(count, count / elapsed.TotalSeconds, At(sorted, 0.5), At(sorted, 0.99), cpu.TotalMicroseconds / count);

        async Task<(long Count, List<double> Times)> CallAsync()
        {
            var (done, times) = (0L, new List<double>());
            while (watch.Elapsed < time && !cancellationToken.IsCancellationRequested)
            {
                var start = Stopwatch.GetTimestamp();
                done += await act();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return (done, times);
        }
    }

    private static double At(List<double> sorted, double quantile) => sorted[(int)(quantile * (sorted.Count - 1))];
}
