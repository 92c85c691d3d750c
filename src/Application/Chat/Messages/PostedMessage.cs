using ESchool.Domain.Chat;

namespace ESchool.Application.Chat.Messages;

/// <summary>A message on its way into the database, and what becomes of it.</summary>
internal sealed class PostedMessage(Guid conversationId, Guid senderId, Guid clientMessageId, string text)
    : TaskCompletionSource<ChatMessage>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Guid ConversationId => conversationId;

    public Guid SenderId => senderId;

    public Guid ClientMessageId => clientMessageId;

    public string Text => text;

    /// <summary>What makes it the same message as another.</summary>
    public (Guid ConversationId, Guid SenderId, Guid ClientMessageId) Key => (conversationId, senderId, clientMessageId);
}
