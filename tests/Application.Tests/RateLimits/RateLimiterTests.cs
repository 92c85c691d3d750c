using System.Diagnostics;
using System.Net;
using ESchool.Application.RateLimits;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ESchool.Application.Tests.RateLimits;

/// <summary>Rate limits on the real Redis, with several replicas, and without it.</summary>
public sealed class RateLimiterTests : IDisposable
{
    private readonly List<IDisposable> opened = [];
    private readonly string prefix = $"{Guid.NewGuid():N}:";
    private readonly Caller caller = Caller.Of(Guid.NewGuid());

    public static TheoryData<string, string, bool> Addresses =>
        new()
        {
            { "2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true },
            { "2001:db8:1:2::1", "2001:db8:1:3::1", false },
            { "10.0.0.1", "10.0.0.2", false },
            { "10.0.0.1", "::ffff:10.0.0.1", true },
            { "10.0.0.1", "a00:1::", false },
        };

    [Theory]
    [MemberData(nameof(Addresses))]
    public void AnAddress_IsOneCaller_AndOfIPv6ItsNetworkIs(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Caller.Of(IPAddress.Parse(one)) == Caller.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ManyReplicasAtOnce_GrantTheLimitTogether_AndNoMore(bool isExact)
    {
        var limit = new RateLimit(PerMinute: 60, Burst: 100);
        var replicas = Enumerable.Range(0, 4).Select(_ => Replica(limit, isExact)).ToList();
        var begun = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => replicas[i % replicas.Count].TakeAsync(caller).AsTask())));
        var granted = waits.Count(wait => wait == TimeSpan.Zero);
        Assert.InRange(granted, limit.Burst, limit.Burst + 1 + (int)begun.Elapsed.TotalSeconds);
        Assert.All(waits.Where(wait => wait > TimeSpan.Zero), wait => Assert.True(wait <= TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.Zero, await replicas[0].TakeAsync(Caller.Of(Guid.NewGuid())));
    }

    [Fact]
    public async Task WhatSteadyCallersGet_OverTime_IsTheRate()
    {
        var limit = new RateLimit(PerMinute: 1_200, Burst: 20);
        var replicas = Enumerable.Range(0, 3).Select(_ => Replica(limit)).ToList();
        var begun = Stopwatch.StartNew();
        var granted = 0;
        while (begun.Elapsed < TimeSpan.FromSeconds(3))
        {
            foreach (var replica in replicas)
            {
                granted += await replica.TakeAsync(caller) == TimeSpan.Zero ? 1 : 0;
            }
        }

        // A lease that ends unspent is lost to the caller; it is never spent twice.
        var most = limit.Burst + (begun.Elapsed.TotalSeconds * 20) + 1;
        Assert.InRange(granted, most * 0.7, most);
    }

    [Fact]
    public async Task WhoIsRefused_MayCallAgainWhenTold()
    {
        var replica = Replica(new RateLimit(PerMinute: 120, Burst: 1));
        Assert.Equal(TimeSpan.Zero, await replica.TakeAsync(caller));
        var wait = await replica.TakeAsync(caller);
        Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(500));
        Assert.NotEqual(TimeSpan.Zero, await replica.TakeAsync(caller));
        await Task.Delay(wait + TimeSpan.FromMilliseconds(5));
        Assert.Equal(TimeSpan.Zero, await replica.TakeAsync(caller));
    }

    [Fact]
    public async Task ARareCaller_TakesNothingAhead()
    {
        var limit = new RateLimit(PerMinute: 1, Burst: 400);
        await Replica(limit).TakeAsync(caller);
        var other = Replica(limit);
        var granted = 0;
        while (await other.TakeAsync(caller) == TimeSpan.Zero)
        {
            granted++;
        }

        Assert.Equal(limit.Burst - 1, granted);
    }

    [Fact]
    public async Task WithoutRedis_EveryReplicaHoldsTheLimitByItself_AndNobodyWaits()
    {
        var limit = new RateLimit(PerMinute: 60, Burst: 50);
        var log = new CountingLog();
        var replica = Replica(limit, server: "127.0.0.1:1,connectTimeout=100", log: log);
        var begun = Stopwatch.StartNew();
        var granted = 0;
        for (var i = 0; i < 1_000; i++)
        {
            granted += await replica.TakeAsync(caller) == TimeSpan.Zero ? 1 : 0;
        }

        Assert.InRange(granted, limit.Burst, limit.Burst + 1 + (int)begun.Elapsed.TotalSeconds);
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(1, log.Warnings);
    }

    [Fact]
    public async Task ARedisThatHangs_SlowsNobodyDown_AndIsUsedAgainWhenItAnswers()
    {
        using var relay = new RedisRelay();
        var limit = new RateLimit(PerMinute: 60, Burst: 50);
        var log = new CountingLog();
        var replica = Replica(limit, server: relay.Address, log: log);
        Assert.Equal(TimeSpan.Zero, await replica.TakeAsync(caller));
        relay.Block();
        var begun = Stopwatch.StartNew();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 500; i++)
        {
            waits.Add(await replica.TakeAsync(caller));
        }

        // One call noticed; the others did not wait.
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(waits.Count(wait => wait == TimeSpan.Zero), limit.Burst - 1, limit.Burst + 3);
        Assert.Equal(1, log.Warnings);

        relay.Unblock();
        await Wait.UntilAsync(
            "Redis is used again",
            async () =>
            {
                await replica.TakeAsync(Caller.Of(Guid.NewGuid()));
                return log.Recoveries == 1;
            }
        );
        Assert.Equal(1, log.Warnings);
    }

    [Fact]
    public async Task AFloodOfStrangers_IsForgotten()
    {
        var replica = Replica(new RateLimit(PerMinute: 60, Burst: 10), server: "127.0.0.1:1,connectTimeout=100");
        for (var i = 0; i < 200_000; i++)
        {
            await replica.TakeAsync(Caller.Of(Guid.NewGuid()));
        }

        Assert.InRange(replica.Remembered, 1, 50_000);
    }

    public void Dispose() => opened.ForEach(one => one.Dispose());

    private RateLimiter Replica(RateLimit limit, bool isExact = false, string? server = null, CountingLog? log = null)
    {
        var options = ConfigurationOptions.Parse($"{server ?? TestStack.Get("ConnectionStrings__Redis")},channelPrefix={prefix},abortConnect=false");
        var redis = ConnectionMultiplexer.Connect(options);
        opened.Add(redis);
        return new RateLimiter("test", limit, isExact, new SharedBuckets(redis, options, TimeProvider.System, log ?? new CountingLog()), TimeProvider.System);
    }

    private sealed class CountingLog : ILogger<SharedBuckets>
    {
        private int warnings;
        private int recoveries;

        public int Warnings => warnings;

        public int Recoveries => recoveries;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Interlocked.Increment(ref logLevel == LogLevel.Warning ? ref warnings : ref recoveries);
    }
}
