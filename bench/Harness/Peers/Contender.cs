namespace ESchool.Bench.Harness.Peers;

/// <summary>What one contender did in one round.</summary>
/// <param name="Count">How many pieces of work it finished.</param>
/// <param name="PerSecond">How many a second.</param>
/// <param name="P50">Median latency in milliseconds; 0 when it has none.</param>
/// <param name="P99">99th percentile of the latency in milliseconds; 0 when it has none.</param>
/// <param name="CpuMicroseconds">Processor time of the contender's own processes for a piece of work; 0 when nobody looked.</param>
internal sealed record Sample(long Count, double PerSecond, double P50 = 0, double P99 = 0, double CpuMicroseconds = 0);

/// <summary>Somebody who does the same work as the others.</summary>
/// <param name="Name">As it is called in the table.</param>
/// <param name="MeasureAsync">Works as long as it is told and says what it did; fails when anything it did was wrong.</param>
internal sealed record Contender(string Name, Func<TimeSpan, CancellationToken, Task<Sample>> MeasureAsync);
