using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ESchool.Application;

/// <summary>
/// Tells other replicas that something new is in Postgres, over Redis pub/sub. A hint carries no data and may be lost: readers also look by
/// themselves every few seconds, so a lost hint costs a moment and never a message.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class LiveHints(IConnectionMultiplexer redis, ILogger<LiveHints> logger)
{
    private readonly ConcurrentDictionary<string, Topic> topics = new(StringComparer.Ordinal);

    /// <summary>Wakes everybody who listens to a topic, here and on other replicas.</summary>
    public void Publish(string topic)
    {
        if (topics.TryGetValue(topic, out var local))
        {
            local.Wake();
        }

        try
        {
            redis.GetSubscriber().Publish(Channel(topic), RedisValue.EmptyString, CommandFlags.FireAndForget);
        }
        catch (Exception fault) when (fault is RedisException or ObjectDisposedException)
        {
            logger.LogWarning("A hint was lost because Redis does not answer: {Fault}", fault.Message);
        }
    }

    /// <summary>Starts to listen to a topic; dispose the listener to stop.</summary>
    public Listener Listen(string topic)
    {
        lock (topics)
        {
            var entry = topics.GetOrAdd(topic, _ => new Topic());
            entry.Listeners++;
            if (entry.Listeners == 1)
            {
                Subscribe(topic, entry);
            }

            return new Listener(this, topic, entry);
        }
    }

    private static RedisChannel Channel(string topic) => RedisChannel.Literal($"hints:{topic}");

    private void Subscribe(string topic, Topic entry)
    {
        try
        {
            redis.GetSubscriber().Subscribe(Channel(topic), (_, _) => entry.Wake(), CommandFlags.FireAndForget);
        }
        catch (Exception fault) when (fault is RedisException or ObjectDisposedException)
        {
            logger.LogWarning("Hints of other replicas are missed because Redis does not answer: {Fault}", fault.Message);
        }
    }

    private void Leave(string topic, Topic entry)
    {
        lock (topics)
        {
            if (--entry.Listeners > 0)
            {
                return;
            }

            topics.TryRemove(topic, out _);
            try
            {
                redis.GetSubscriber().Unsubscribe(Channel(topic), flags: CommandFlags.FireAndForget);
            }
            catch (Exception fault) when (fault is RedisException or ObjectDisposedException)
            {
                logger.LogDebug("Unsubscribing failed because Redis does not answer: {Fault}", fault.Message);
            }
        }
    }

    /// <summary>Somebody who listens to a topic.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly LiveHints hints;
        private readonly string topic;
        private readonly Topic entry;
        private Task next;

        internal Listener(LiveHints hints, string topic, Topic entry)
        {
            this.hints = hints;
            this.topic = topic;
            this.entry = entry;
            next = entry.Next;
        }

        /// <summary>Waits for a hint that came since the last wait ended, at most so long.</summary>
        public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(atMost);
            await next.WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            next = entry.Next;
        }

        /// <inheritdoc/>
        public void Dispose() => hints.Leave(topic, entry);
    }

    internal sealed class Topic
    {
        private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Listeners { get; set; }

        public Task Next => Volatile.Read(ref next).Task;

        public void Wake() => Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
