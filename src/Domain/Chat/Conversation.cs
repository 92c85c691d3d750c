namespace ESchool.Domain.Chat;

/// <summary>A conversation of a student with an instructor about a course. Its messages are numbered from 1 without gaps.</summary>
public sealed class Conversation
{
    private Conversation() { }

    /// <summary>Opens a conversation.</summary>
    public Conversation(Guid courseId, Guid studentId, Guid instructorId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        StudentId = studentId;
        InstructorId = instructorId;
        UpdatedAt = now;
    }

    /// <summary>The conversation's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>What it is about; unique together with the student.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>One side.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>The other side.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The number of the last message; 0 when there is none. Counted up in the transaction that stores a message.</summary>
    public long LastSequence { get; private set; }

    /// <summary>When the last message was stored.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>How often messages that were stored before have changed: readers see by it that one has.</summary>
    public long ChangeCount { get; private set; }

    /// <summary>Counts one more change.</summary>
    /// <returns>Its number.</returns>
    public long CountChange() => ++ChangeCount;
}

/// <summary>A stored message.</summary>
public sealed class ChatMessage
{
    /// <summary>The maximum length, in characters as people see them.</summary>
    public const int MaximumLength = 4_000;

    private ChatMessage() { }

    /// <summary>A message as it is stored.</summary>
    public ChatMessage(
        Guid conversationId,
        long sequence,
        Guid senderId,
        Guid clientMessageId,
        string text,
        DateTimeOffset sentAt,
        DateTimeOffset? removedAt = null
    )
    {
        RemovedAt = removedAt;
        ConversationId = conversationId;
        Sequence = sequence;
        SenderId = senderId;
        ClientMessageId = clientMessageId;
        Text = text;
        SentAt = sentAt;
    }

    /// <summary>The conversation.</summary>
    public Guid ConversationId { get; private set; }

    /// <summary>Its number in the conversation, counted from 1 without gaps.</summary>
    public long Sequence { get; private set; }

    /// <summary>Who sent it.</summary>
    public Guid SenderId { get; private set; }

    /// <summary>The id its sender gave it; unique for a sender in a conversation.</summary>
    public Guid ClientMessageId { get; private set; }

    /// <summary>The text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>When it was stored.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>When staff removed it; null for any other.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>What it said before it was removed; null for any other. No reader gets it.</summary>
    public string? RemovedText { get; private set; }

    /// <summary>The number of its last change among those of the conversation; null when it never changed.</summary>
    public long? ChangeNumber { get; private set; }

    /// <summary>Staff remove it: its text is put aside, so that nothing that shows messages can show it. Doing it again changes nothing.</summary>
    /// <param name="conversation">Its conversation, which counts the change.</param>
    /// <param name="now">The present time.</param>
    /// <returns>False when it was removed before.</returns>
    public bool Remove(Conversation conversation, DateTimeOffset now)
    {
        if (RemovedAt is not null)
        {
            return false;
        }

        (RemovedAt, RemovedText, Text, ChangeNumber) = (now, Text, "", conversation.CountChange());
        return true;
    }

    /// <summary>Staff let it be seen again. Doing it again changes nothing.</summary>
    public void Restore(Conversation conversation)
    {
        if (RemovedAt is not null)
        {
            (RemovedAt, RemovedText, Text, ChangeNumber) = (null, null, RemovedText ?? "", conversation.CountChange());
        }
    }

    /// <summary>Refuses a text nobody may send.</summary>
    /// <exception cref="DomainException"><c>MESSAGE_INVALID</c>.</exception>
    public static void RequireText(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || !TextLength.IsWithin(text, MaximumLength))
        {
            var tooLong = !string.IsNullOrWhiteSpace(text);
            throw new DomainException(ChatReasons.MessageInvalid, "A message has 1 to {maximum} characters.", ("maximum", MaximumLength))
            {
                FieldViolations =
                [
                    new FieldViolation("text", tooLong ? FieldFault.TooLong : FieldFault.Required, $"must have 1 to {MaximumLength} characters."),
                ],
            };
        }

        if (VisibleText.FaultOf(text, manyLines: true, bidi: true) is { } fault)
        {
            throw new DomainException(ChatReasons.MessageInvalid, "The text has a character that it must not have.")
            {
                FieldViolations = [new FieldViolation("text", FieldFault.ForbiddenCharacter, fault)],
            };
        }
    }
}
