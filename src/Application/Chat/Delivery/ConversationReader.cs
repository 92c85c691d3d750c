using System.Collections.Concurrent;
using ESchool.Domain;
using ESchool.Domain.Chat;

namespace ESchool.Application.Chat.Delivery;

/// <summary>A reader's place in a conversation. It pulls: what it has not taken costs nothing. Not for several threads at once; dispose it to leave.</summary>
public sealed class ConversationReader : IDisposable
{
    private readonly ConversationHub hub;
    private readonly ConversationRoom room;
    private readonly ConcurrentQueue<IReadOnlyList<ChatMessage>> changed = [];
    private long position;

    internal ConversationReader(ConversationHub hub, ConversationRoom room, Actor actor, long after, IConversationListener listener)
    {
        this.hub = hub;
        this.room = room;
        position = after;
        Actor = actor;
        Listener = listener;
    }

    /// <summary>The number of the last stored message when the reader joined.</summary>
    public long LastAtJoin { get; internal set; }

    /// <summary>The number of the last message it took.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>How many messages it has not taken yet.</summary>
    public long Waiting => Math.Max(0, room.Last - Position);

    internal Actor Actor { get; }

    internal Guid ConversationId => room.Id;

    internal IConversationListener Listener { get; }

    /// <summary>Takes the next messages: what other readers get too, or, for a reader that is far behind, from the database.</summary>
    /// <returns>Null when there is nothing yet: <see cref="IConversationListener.Wake"/> tells when it is worth asking again.</returns>
    public async ValueTask<MessageRun?> NextAsync(CancellationToken cancellationToken)
    {
        var run = room.After(position) ?? (Waiting > 0 ? await hub.ReplayAsync(room.Id, position, cancellationToken) : null);
        if (run is not null)
        {
            Interlocked.Exchange(ref position, run.Last);
        }

        return run;
    }

    /// <summary>Tells its room where the conversation stands.</summary>
    /// <returns>The room, when messages are missing there.</returns>
    internal ConversationRoom? Begin(long stored, long changes) => room.Begin(stored, changes) ? room : null;

    /// <summary>Is told of messages that have changed. They are few: staff decide on each.</summary>
    internal void Change(IReadOnlyList<ChatMessage> messages)
    {
        changed.Enqueue(messages);
        Listener.Wake();
    }

    /// <summary>Takes messages from before that have changed.</summary>
    /// <returns>Null when there are none.</returns>
    public IReadOnlyList<ChatMessage>? NextChanged() => changed.TryDequeue(out var messages) ? messages : null;

    /// <inheritdoc/>
    public void Dispose() => hub.Leave(room, this);
}
