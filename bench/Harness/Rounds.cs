using ESchool.Bench.Harness.Peers;

namespace ESchool.Bench.Harness;

/// <summary>
/// Measures contenders side by side: each is warmed for two rounds (of ten seconds at least: so long does .NET compile what is called often, on two
/// cores), then they take turns, A B C A B C, so that a noisy minute of the machine
/// meets all of them. Only ratios within a round are compared.
/// </summary>
internal sealed class Rounds
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, IReadOnlyList<Sample>> samples;

    private Rounds(Dictionary<string, IReadOnlyList<Sample>> samples) => this.samples = samples;

    public IReadOnlyDictionary<string, IReadOnlyList<Sample>> Samples => samples;

    public static async Task<Rounds> RunAsync(BenchOptions options, IReadOnlyList<Contender> contenders, CancellationToken cancellationToken, int warmUps = 2)
    {
        foreach (var contender in contenders)
        {
            for (var i = 0; i < warmUps; i++)
            {
                await contender.MeasureAsync(options.Quick || options.Time > WarmUp ? options.Time : WarmUp, cancellationToken);
            }
        }

        var taken = contenders.ToDictionary(c => c.Name, _ => new List<Sample>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var contender in contenders)
            {
                var sample = await contender.MeasureAsync(options.Time, cancellationToken);
                taken[contender.Name].Add(sample);
                Console.Error.WriteLine(
                    $"    round {round}/{options.Rounds}  {contender.Name, -28} {Findings.Rate(sample.PerSecond), 10}/s  p50 {sample.P50, 8:N2}  p99 {sample.P99, 8:N2} ms  cpu {sample.CpuMicroseconds, 7:N0} µs"
                );
            }
        }

        return new Rounds(taken.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Sample>)pair.Value));
    }

    /// <summary>How one contender compares to another, round by round.</summary>
    public Spread Ratio(string of, string to, Func<Sample, double> figure) =>
        Spread.Of(samples[of].Zip(samples[to], (ours, theirs) => figure(ours) / figure(theirs)));
}

/// <summary>A figure that was taken several times.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return new Spread(sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }
}
