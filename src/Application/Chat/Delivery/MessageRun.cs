using ESchool.Domain.Chat;

namespace ESchool.Application.Chat.Delivery;

/// <summary>Messages of a conversation that follow each other without a gap, shared by all who read it at this replica.</summary>
public sealed class MessageRun(IReadOnlyList<ChatMessage> messages)
{
    private object? form;

    /// <summary>The messages; at least one.</summary>
    public IReadOnlyList<ChatMessage> Messages => messages;

    /// <summary>The number of the first.</summary>
    public long First => messages[0].Sequence;

    /// <summary>The number of the last.</summary>
    public long Last => messages[^1].Sequence;

    /// <summary>The length of the texts.</summary>
    internal long Characters { get; } = messages.Sum(message => (long)message.Text.Length);

    /// <summary>What the outside makes of the messages for their readers: made once for all of them.</summary>
    public TForm FormOf<TForm>(Func<IReadOnlyList<ChatMessage>, TForm> make)
        where TForm : class
    {
        if (Volatile.Read(ref form) is not TForm made)
        {
            // Two may make it at once; either is as good.
            Volatile.Write(ref form, made = make(messages));
        }

        return made;
    }

    /// <summary>The part after a number that is in it.</summary>
    internal MessageRun After(long sequence) => new([.. messages.Skip((int)(sequence - First + 1))]);
}
