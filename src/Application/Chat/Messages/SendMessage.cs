using ESchool.Domain;
using ESchool.Domain.Chat;

namespace ESchool.Application.Chat.Messages;

/// <summary>Stores a message under the conversation's next number. When this returns, the message is kept; sent again, it is the same message.</summary>
public sealed class SendMessage(MessageStore store)
{
    /// <summary>Stores it and wakes the readers.</summary>
    /// <exception cref="DomainException"><c>MESSAGE_INVALID</c>, <c>CONVERSATION_NOT_FOUND</c>.</exception>
    public async Task<ChatMessage> ExecuteAsync(Actor actor, Guid conversationId, Guid clientMessageId, string text, CancellationToken cancellationToken)
    {
        ChatMessage.RequireText(text);
        return await store.StoreAsync(new PostedMessage(conversationId, actor.UserId, clientMessageId, VisibleText.Isolate(text)), cancellationToken);
    }
}
