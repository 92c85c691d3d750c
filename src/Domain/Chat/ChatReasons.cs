namespace ESchool.Domain.Chat;

/// <summary>Reasons of the chat feature.</summary>
public static class ChatReasons
{
    /// <summary>There is no such conversation, or the caller has no part in it.</summary>
    public static readonly Reason ConversationNotFound = new(ReasonKind.NotFound, "CONVERSATION_NOT_FOUND");

    /// <summary>There is no such message.</summary>
    public static readonly Reason MessageNotFound = new(ReasonKind.NotFound, "MESSAGE_NOT_FOUND");

    /// <summary>The stream did not begin with one join.</summary>
    public static readonly Reason JoinMissing = new(ReasonKind.Invalid, "JOIN_MISSING");

    /// <summary>The text is empty or too long, or the client's message id is not a UUID.</summary>
    public static readonly Reason MessageInvalid = new(ReasonKind.Invalid, "MESSAGE_INVALID");

    /// <summary>The reader claims to have seen a message that is not stored; it would receive nothing until there are that many.</summary>
    public static readonly Reason SequenceUnknown = new(ReasonKind.Invalid, "SEQUENCE_UNKNOWN");

    /// <summary>The client reads more slowly than messages come.</summary>
    public static readonly Reason ReaderTooSlow = new(ReasonKind.Exhausted, "READER_TOO_SLOW");
}
