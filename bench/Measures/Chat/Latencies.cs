namespace ESchool.Bench.Measures.Chat;

/// <summary>Counts latencies in steps of 10 µs up to a second, and of 1 ms above.</summary>
internal sealed class Latencies
{
    private const double FineSteps = 100;
    private const int FineMilliseconds = 1_000;

    private readonly long[] fine = new long[(int)(FineMilliseconds * FineSteps)];
    private readonly long[] coarse = new long[60_000];

    public long Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        Count++;
        var milliseconds = Math.Max(0, latency.TotalMilliseconds);
        if (milliseconds < FineMilliseconds)
        {
            fine[(int)(milliseconds * FineSteps)]++;
        }
        else
        {
            coarse[Math.Min(coarse.Length - 1, (int)milliseconds)]++;
        }
    }

    /// <summary>A percentile in milliseconds.</summary>
    public double At(double share)
    {
        var rest = (long)(Count * share);
        for (var i = 0; i < fine.Length; i++)
        {
            if ((rest -= fine[i]) < 0)
            {
                return (i + 1) / FineSteps;
            }
        }

        for (var i = 0; i < coarse.Length; i++)
        {
            if ((rest -= coarse[i]) < 0)
            {
                return i + 1;
            }
        }

        return 0;
    }
}
