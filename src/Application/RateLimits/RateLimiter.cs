namespace ESchool.Application.RateLimits;

/// <summary>
/// Holds callers to a limit, over all replicas together. The buckets are in Redis; a replica leases a few of a busy caller's tokens at a time,
/// spends them within seconds and lets the rest go, so that a call rarely costs a trip and never more is given out than the limit.
/// Without Redis, each replica holds callers to the limit by itself.
/// </summary>
public sealed class RateLimiter
{
    /// <summary>Callers a replica remembers, twice this at most; whoever is forgotten is still in Redis.</summary>
    private const int Capacity = 20_000;

    private static readonly TimeSpan Generation = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeaseLifetime = TimeSpan.FromSeconds(2);

    private readonly RecentlyUsed<Caller, RateBucket> buckets;
    private readonly RateLimit limit;
    private readonly SharedBuckets shared;
    private readonly TimeProvider clock;
    private readonly int largestLease;

    /// <summary>Makes the limiter of one sort of calls.</summary>
    /// <param name="name">The sort; it names the buckets in Redis.</param>
    /// <param name="limit">The limit of one caller.</param>
    /// <param name="isExact">True: nothing is leased, every call asks Redis. For what is rare and attacked.</param>
    /// <param name="shared">The buckets in Redis.</param>
    /// <param name="clock">Measures how long leases live; the rate itself is measured by Redis' clock.</param>
    public RateLimiter(string name, RateLimit limit, bool isExact, SharedBuckets shared, TimeProvider clock)
    {
        this.limit = limit;
        this.shared = shared;
        this.clock = clock;
        largestLease = isExact ? 1 : limit.LargestLease;
        buckets = new RecentlyUsed<Caller, RateBucket>(Capacity, Generation, clock, caller => new RateBucket($"rate:{name}:{caller}"));
    }

    /// <summary>The limit.</summary>
    public RateLimit Limit => limit;

    /// <summary>How many callers are remembered.</summary>
    internal int Remembered => buckets.Count;

    /// <summary>Takes a token for a call.</summary>
    /// <returns>How long the caller has to wait; zero when the call may be made.</returns>
    public ValueTask<TimeSpan> TakeAsync(Caller caller)
    {
        var bucket = buckets.Get(caller);
        return TryTake(bucket, out var wait) ? new ValueTask<TimeSpan>(wait) : new ValueTask<TimeSpan>(LeaseAsync(bucket));
    }

    /// <returns>False: Redis has to be asked.</returns>
    private bool TryTake(RateBucket bucket, out TimeSpan wait)
    {
        var now = Now;
        if (bucket.TryTakeLeased(limit, now, out var microseconds))
        {
            wait = TimeSpan.Zero;
            return true;
        }

        // What Redis said holds while it is away, too.
        if (microseconds == 0 && shared.IsAway)
        {
            microseconds = bucket.TakeOwn(limit, now);
            wait = TimeSpan.FromMicroseconds(microseconds);
            return true;
        }

        wait = TimeSpan.FromMicroseconds(microseconds);
        return microseconds > 0;
    }

    private async Task<TimeSpan> LeaseAsync(RateBucket bucket)
    {
        while (true)
        {
            if (bucket.BeginAsking(largestLease, out var size) is { } othersAnswer)
            {
                await othersAnswer;
            }
            else
            {
                Grant? grant = null;
                try
                {
                    grant = await shared.TakeAsync(bucket.Key, limit, size);
                }
                finally
                {
                    bucket.EndAsking(grant, Now, (long)LeaseLifetime.TotalMicroseconds);
                }
            }

            if (TryTake(bucket, out var wait))
            {
                return wait;
            }
        }
    }

    private long Now => (long)clock.GetElapsedTime(0).TotalMicroseconds;
}
