using ESchool.Domain.Chat;

namespace ESchool.Application.Chat.Delivery;

/// <summary>
/// What this replica knows of a conversation somebody reads: how far its messages are known without a gap, the last of them, and who reads.
/// </summary>
internal sealed class ConversationRoom(Guid id)
{
    /// <summary>Bounds of what is kept; whoever is further behind reads from the database.</summary>
    private const int KeptMessages = 256;
    private const int KeptCharacters = 256 * 1024;
    private const long Unknown = -1;

    private readonly Lock door = new();
    private readonly List<ConversationReader> readers = [];
    private readonly List<MessageRun> recent = [];
    private long last = Unknown;
    private long heard = Unknown;
    private long lastAtTidying = Unknown;
    private long changes = Unknown;

    public Guid Id => id;

    /// <summary>Everything up to here is either kept or in the database.</summary>
    public long Last => Interlocked.Read(ref last);

    public bool IsEmpty
    {
        get
        {
            lock (door)
            {
                return readers.Count == 0;
            }
        }
    }

    public void Add(ConversationReader reader)
    {
        lock (door)
        {
            readers.Add(reader);
        }
    }

    public void Remove(ConversationReader reader)
    {
        lock (door)
        {
            readers.Remove(reader);
        }
    }

    public void AddReadersTo(List<ConversationReader> all)
    {
        lock (door)
        {
            all.AddRange(readers);
        }
    }

    /// <summary>Learns where the conversation stands, from a look at the database after the room was opened.</summary>
    /// <param name="stored">The number of its last message.</param>
    /// <param name="changed">How often messages had changed.</param>
    /// <returns>True when messages are missing here.</returns>
    public bool Begin(long stored, long changed)
    {
        lock (door)
        {
            if (changes == Unknown)
            {
                changes = changed;
            }

            if (last == Unknown)
            {
                Interlocked.Exchange(ref last, stored);
            }

            heard = Math.Max(heard, stored);
            return heard > last;
        }
    }

    /// <summary>Hears that a message is stored.</summary>
    /// <returns>True when messages are missing here.</returns>
    public bool Hear(long sequence)
    {
        lock (door)
        {
            heard = Math.Max(heard, sequence);
            return last != Unknown && heard > last;
        }
    }

    /// <summary>Takes messages in, and wakes the readers. What would leave a gap is left out: it is read from the database.</summary>
    /// <returns>True when messages are missing here.</returns>
    public bool Add(MessageRun run)
    {
        lock (door)
        {
            heard = Math.Max(heard, run.Last);
            if (last == Unknown || run.First > last + 1 || run.Last <= last)
            {
                return last != Unknown && heard > last;
            }

            recent.Add(run.First == last + 1 ? run : run.After(last));
            Interlocked.Exchange(ref last, run.Last);
            Bound();
            readers.ForEach(reader => reader.Listener.Wake());
            return heard > last;
        }
    }

    /// <summary>How many changes the readers know of; null when those are all.</summary>
    public long? ChangesBefore(long changed)
    {
        lock (door)
        {
            return changes != Unknown && changed > changes ? changes : null;
        }
    }

    /// <summary>Messages have changed: what is kept of before is forgotten, and the readers are told.</summary>
    public void Change(long changed, IReadOnlyList<ChatMessage> messages)
    {
        lock (door)
        {
            changes = Math.Max(changes, changed);
            recent.Clear();
            if (messages.Count > 0)
            {
                readers.ForEach(reader => reader.Change(messages));
            }
        }
    }

    /// <summary>The messages after a number; null when there are none, or not here.</summary>
    public MessageRun? After(long position)
    {
        lock (door)
        {
            for (var i = recent.Count - 1; i >= 0 && recent[i].Last > position; i--)
            {
                if (recent[i].First <= position + 1)
                {
                    return recent[i].First == position + 1 ? recent[i] : recent[i].After(position);
                }
            }

            return null;
        }
    }

    /// <summary>What is missing: after which number, and up to which one heard of.</summary>
    public (long After, long Heard) Missing()
    {
        lock (door)
        {
            return (last, heard);
        }
    }

    /// <summary>The database has nothing after the last number, so what was heard until then is not true.</summary>
    public void Distrust(long untrue)
    {
        lock (door)
        {
            heard = heard == untrue ? last : heard;
        }
    }

    /// <summary>Called every other second: forgets messages when no new ones came since.</summary>
    public void Tidy()
    {
        lock (door)
        {
            if (lastAtTidying == last)
            {
                recent.Clear();
            }

            lastAtTidying = last;
        }
    }

    private void Bound()
    {
        var (messages, characters, first) = (0, 0L, recent.Count);
        while (first > 0 && messages < KeptMessages && characters < KeptCharacters)
        {
            var run = recent[--first];
            messages += run.Messages.Count;
            characters += run.Characters;
        }

        recent.RemoveRange(0, first);
    }
}
