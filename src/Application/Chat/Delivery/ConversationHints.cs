using System.Buffers.Binary;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace ESchool.Application.Chat.Delivery;

/// <summary>
/// Tells other replicas, over Redis, in which conversations messages were stored and up to which number; never what they say. A hint may be
/// lost: every replica also looks at the database every other second.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ConversationHints(ConversationHub hub, IConnectionMultiplexer redis, ILogger<ConversationHints> logger)
{
    private const int IdBytes = 16;
    private const int EntryBytes = IdBytes + sizeof(long);

    private static readonly RedisChannel Channel = RedisChannel.Literal("hints:conversations");

    /// <summary>Hears the others, from now on.</summary>
    internal void Listen() => Try(subscriber => subscriber.Subscribe(Channel, (_, hint) => Hear(hint), CommandFlags.FireAndForget));

    /// <summary>Tells the others.</summary>
    internal void Publish(IReadOnlyDictionary<Guid, long> news)
    {
        if (news.Count == 0)
        {
            return;
        }

        var hint = new byte[news.Count * EntryBytes];
        var rest = hint.AsSpan();
        foreach (var (conversationId, last) in news)
        {
            conversationId.TryWriteBytes(rest);
            BinaryPrimitives.WriteInt64LittleEndian(rest[IdBytes..], last);
            rest = rest[EntryBytes..];
        }

        Try(subscriber => subscriber.Publish(Channel, hint, CommandFlags.FireAndForget));
    }

    private void Hear(ReadOnlyMemory<byte> hint)
    {
        for (var rest = hint.Span; rest.Length >= EntryBytes; rest = rest[EntryBytes..])
        {
            hub.Hear(new Guid(rest[..IdBytes]), BinaryPrimitives.ReadInt64LittleEndian(rest[IdBytes..]));
        }
    }

    private void Try(Action<ISubscriber> act)
    {
        try
        {
            act(redis.GetSubscriber());
        }
        catch (Exception fault) when (fault is RedisException or ObjectDisposedException)
        {
            logger.LogWarning("A hint was lost because Redis does not answer: {Fault}", fault.Message);
        }
    }
}
