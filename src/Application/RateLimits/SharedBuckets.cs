using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ESchool.Application.RateLimits;

/// <summary>
/// The buckets in Redis, shared by all replicas. A Redis that does not answer is left alone for some seconds and then asked in the background:
/// no call waits for it but those that noticed.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class SharedBuckets
{
    /// <summary>
    /// The generic cell rate algorithm. A bucket is one number: the time at which it is full again. Redis' own clock, in microseconds, is the only
    /// one that all replicas share; an untouched bucket is full and expires.
    /// </summary>
    private const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local interval, burst, asked = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
        local granted = math.min(asked, math.floor((now + burst * interval - full) / interval))
        if granted < 1 then
          return {0, full + interval - burst * interval - now}
        end
        full = full + granted * interval
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
        return {granted, 0}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly IConnectionMultiplexer redis;
    private readonly RedisKey prefix;
    private readonly TimeProvider clock;
    private readonly ILogger<SharedBuckets> logger;
    private volatile bool isAway;
    private long lookedAt;
    private int looking;

    /// <summary>Names the server.</summary>
    /// <param name="redis">The server.</param>
    /// <param name="options">Its <c>channelPrefix</c> keeps schools that share one server apart.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Is told of outages, once each.</param>
    public SharedBuckets(IConnectionMultiplexer redis, ConfigurationOptions options, TimeProvider clock, ILogger<SharedBuckets> logger)
    {
        this.redis = redis;
        this.clock = clock;
        this.logger = logger;
        prefix = (string?)options.ChannelPrefix ?? "";
    }

    /// <summary>True while Redis does not answer. Looks after it in the background.</summary>
    public bool IsAway
    {
        get
        {
            if (isAway && clock.GetElapsedTime(Interlocked.Read(ref lookedAt)) > Pause && Interlocked.Exchange(ref looking, 1) == 0)
            {
                _ = LookAsync();
            }

            return isAway;
        }
    }

    /// <summary>Takes up to so many tokens from a bucket, at once for all replicas.</summary>
    /// <returns>Null when Redis does not answer.</returns>
    internal async Task<Grant?> TakeAsync(string key, RateLimit limit, int tokens)
    {
        if (isAway)
        {
            return null;
        }

        try
        {
            return redis.IsConnected ? await AskAsync(key, limit, tokens) : Miss("not connected");
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or ObjectDisposedException)
        {
            return Miss(fault.Message);
        }
    }

    private async Task<Grant> AskAsync(string key, RateLimit limit, int tokens)
    {
        var answer = (RedisValue[])
            (await redis.GetDatabase().ScriptEvaluateAsync(Script, [prefix.Append(key)], [limit.Interval, limit.Burst, tokens]).WaitAsync(Patience, clock))!;
        return new Grant((int)answer[0], (long)answer[1]);
    }

    private Grant? Miss(string fault)
    {
        Interlocked.Exchange(ref lookedAt, clock.GetTimestamp());
        if (!isAway)
        {
            isAway = true;
            logger.LogWarning("Redis does not answer; every replica holds callers to the rate limits by itself: {Fault}", fault);
        }

        return null;
    }

    private async Task LookAsync()
    {
        try
        {
            // What is needed is tried: a server may answer and refuse to write.
            await AskAsync("rate:look", new RateLimit(60_000, 1_000), 1);
            isAway = false;
            logger.LogInformation("Redis answers again; rate limits are shared");
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or ObjectDisposedException)
        {
            Interlocked.Exchange(ref lookedAt, clock.GetTimestamp());
        }
        finally
        {
            Interlocked.Exchange(ref looking, 0);
        }
    }
}
