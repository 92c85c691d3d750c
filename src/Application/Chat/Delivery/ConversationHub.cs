using System.Collections.Concurrent;
using ESchool.Application.Chat.Messages;
using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Chat.Delivery;

/// <summary>
/// The conversations that are read at this replica, each read from the database once for all its readers. What this replica stores itself goes
/// straight to them; what others store is read when they hint at it, all such conversations in one query.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class ConversationHub(ConversationLog log, ILogger<ConversationHub> logger)
{
    private readonly ConcurrentDictionary<Guid, ConversationRoom> rooms = new();
    private readonly Lock door = new();
    private readonly HashSet<ConversationRoom> behind = [];
    private bool isReading;

    /// <summary>Enters a conversation. Everything that is stored from here on is noticed; call <see cref="Begin"/> with what was stored before.</summary>
    internal ConversationReader Join(Guid conversationId, Actor actor, long after, IConversationListener listener)
    {
        lock (rooms)
        {
            var room = rooms.GetOrAdd(conversationId, id => new ConversationRoom(id));
            var reader = new ConversationReader(this, room, actor, after, listener);
            room.Add(reader);
            return reader;
        }
    }

    /// <summary>Says where the conversation stood when its reader had joined.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="stored">The number of the last message.</param>
    /// <param name="changes">How often messages had changed.</param>
    internal void Begin(ConversationReader reader, long stored, long changes)
    {
        reader.LastAtJoin = stored;
        if (reader.Begin(stored, changes) is { } room)
        {
            Read(room);
        }
    }

    internal void Leave(ConversationRoom room, ConversationReader reader)
    {
        lock (rooms)
        {
            room.Remove(reader);
            if (room.IsEmpty)
            {
                rooms.TryRemove(room.Id, out _);
            }
        }
    }

    /// <summary>Hands messages that this replica has stored to the readers.</summary>
    internal void Deliver(Guid conversationId, MessageRun run)
    {
        if (rooms.TryGetValue(conversationId, out var room) && room.Add(run))
        {
            Read(room);
        }
    }

    /// <summary>Hears how far a conversation is stored.</summary>
    internal void Hear(Guid conversationId, long last)
    {
        if (rooms.TryGetValue(conversationId, out var room) && room.Hear(last))
        {
            Read(room);
        }
    }

    /// <summary>Hears how often messages of a conversation have changed; tells its readers of those that are new.</summary>
    internal async Task HearChangesAsync(Guid conversationId, long changes, CancellationToken cancellationToken)
    {
        if (rooms.TryGetValue(conversationId, out var room) && room.ChangesBefore(changes) is { } known)
        {
            var changed = await log.ReadChangedAsync(conversationId, known, cancellationToken);
            room.Change(changes, changed);
        }
    }

    /// <summary>Messages for a reader who is further behind than what is kept.</summary>
    internal Task<MessageRun?> ReplayAsync(Guid conversationId, long after, CancellationToken cancellationToken) =>
        log.ReadAsync(conversationId, after, cancellationToken);

    /// <summary>Everybody who reads now.</summary>
    internal IReadOnlyList<ConversationReader> Readers()
    {
        var all = new List<ConversationReader>();
        foreach (var (_, room) in rooms)
        {
            room.AddReadersTo(all);
        }

        return all;
    }

    /// <summary>Forgets messages nobody waits for.</summary>
    internal void Tidy()
    {
        foreach (var (_, room) in rooms)
        {
            room.Tidy();
        }
    }

    private void Read(ConversationRoom room)
    {
        lock (door)
        {
            behind.Add(room);
            if (isReading)
            {
                return;
            }

            isReading = true;
        }

        _ = Task.Run(ReadAllAsync);
    }

    private async Task ReadAllAsync()
    {
        while (TakeBehind() is { Length: > 0 } missing)
        {
            try
            {
                await ReadAsync(missing);
            }
            catch (Exception fault)
            {
                // The next hint or the next look at all conversations comes soon.
                logger.LogWarning("New messages of {Count} conversations could not be read; trying again: {Fault}", missing.Length, fault.Message);
            }
        }
    }

    private async Task ReadAsync((ConversationRoom Room, long After, long Heard)[] missing)
    {
        var runs = await log.ReadAsync([.. missing.Select(m => (m.Room.Id, m.After))], CancellationToken.None);
        foreach (var (room, _, heard) in missing)
        {
            if (!runs.TryGetValue(room.Id, out var run))
            {
                room.Distrust(heard);
            }
            else if (room.Add(run))
            {
                Read(room);
            }
        }
    }

    private (ConversationRoom Room, long After, long Heard)[] TakeBehind()
    {
        lock (door)
        {
            var taken = behind
                .Select(room => (Room: room, Missing: room.Missing()))
                .Where(b => b.Missing.Heard > b.Missing.After)
                .Select(b => (b.Room, b.Missing.After, b.Missing.Heard))
                .ToArray();
            behind.Clear();
            isReading = taken.Length > 0;
            return taken;
        }
    }
}
