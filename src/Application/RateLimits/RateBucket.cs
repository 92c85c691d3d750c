namespace ESchool.Application.RateLimits;

/// <summary>What this replica knows of one caller's bucket: the tokens it leased, until when there are none, and what it gave out itself.</summary>
internal sealed class RateBucket(string key)
{
    private readonly Lock gate = new();
    private TaskCompletionSource? asking;
    private long theoreticalArrival;
    private long emptyUntil;
    private long leaseEnds;
    private int granted;
    private int left;

    /// <summary>The bucket's key in Redis.</summary>
    public string Key => key;

    /// <summary>Takes a leased token.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="now">The present, in microseconds.</param>
    /// <param name="wait">How long there is none, when Redis has said so; else zero.</param>
    /// <returns>False: there is no leased token.</returns>
    public bool TryTakeLeased(RateLimit limit, long now, out long wait)
    {
        lock (gate)
        {
            wait = Math.Max(0, emptyUntil - now);
            if (wait > 0 || left == 0 || now >= leaseEnds)
            {
                return false;
            }

            left--;
            theoreticalArrival = Math.Max(theoreticalArrival, now) + limit.Interval;
            return true;
        }
    }

    /// <summary>Takes a token of this replica's own bucket: the generic cell rate algorithm, as the script in Redis has it.</summary>
    /// <returns>Microseconds to wait; zero when a token was taken.</returns>
    public long TakeOwn(RateLimit limit, long now)
    {
        lock (gate)
        {
            var next = Math.Max(theoreticalArrival, now) + limit.Interval;
            var wait = next - now - (limit.Burst * limit.Interval);
            if (wait > 0)
            {
                return wait;
            }

            theoreticalArrival = next;
            return 0;
        }
    }

    /// <summary>Starts to ask for a lease, unless somebody does already.</summary>
    /// <param name="largest">The largest lease.</param>
    /// <param name="size">How many tokens to ask for: twice what the lease before was good for, so that a rare caller takes nothing ahead.</param>
    /// <returns>Null for the one who is to ask; else what the others wait for.</returns>
    public Task? BeginAsking(int largest, out int size)
    {
        lock (gate)
        {
            size = Math.Clamp(2 * (granted - left), 1, largest);
            if (asking is not null)
            {
                return asking.Task;
            }

            asking = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return null;
        }
    }

    /// <summary>Puts the answer in, and wakes those who waited for it.</summary>
    /// <param name="grant">The answer; null when there was none.</param>
    /// <param name="now">The present, in microseconds.</param>
    /// <param name="lifetime">How long leased tokens may be spent.</param>
    public void EndAsking(Grant? grant, long now, long lifetime)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            (waiting, asking) = (asking, null);
            if (grant is { } answer)
            {
                (granted, left) = (answer.Tokens, answer.Tokens);
                leaseEnds = now + lifetime;
                emptyUntil = answer.Tokens == 0 ? now + answer.Wait : 0;
            }
        }

        waiting?.TrySetResult();
    }
}

/// <summary>An answer of the shared bucket.</summary>
/// <param name="Tokens">Tokens that were taken from it.</param>
/// <param name="Wait">When there was none: microseconds until there is one.</param>
internal readonly record struct Grant(int Tokens, long Wait);
