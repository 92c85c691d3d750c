namespace ESchool.Application.RateLimits;

/// <summary>How often somebody may do something: a bucket of tokens that fills at a steady rate.</summary>
/// <param name="PerMinute">Tokens that come in a minute.</param>
/// <param name="Burst">Tokens the bucket holds when it is full.</param>
public sealed record RateLimit(int PerMinute, int Burst)
{
    /// <summary>Microseconds from one token to the next, rounded up: never more than the limit.</summary>
    internal long Interval { get; } = (60_000_000L + PerMinute - 1) / PerMinute;

    /// <summary>What a replica may take ahead for one caller.</summary>
    internal int LargestLease { get; } = Math.Max(1, Burst / 20);
}
