using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Chat.Messages;

/// <summary>Takes a message from all its readers, or gives it back; for whoever has decided that. Open streams show it within seconds.</summary>
public sealed class RemoveMessage(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Removes it. Doing it again changes nothing.</summary>
    /// <returns>False when it was removed before.</returns>
    /// <exception cref="DomainException"><c>MESSAGE_NOT_FOUND</c>.</exception>
    public Task<bool> ExecuteAsync(Guid conversationId, long sequence, CancellationToken cancellationToken) =>
        ChangeAsync(conversationId, sequence, (message, conversation) => message.Remove(conversation, clock.GetUtcNow()), cancellationToken);

    /// <summary>Gives it back. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>MESSAGE_NOT_FOUND</c>.</exception>
    internal Task RestoreAsync(Guid conversationId, long sequence, CancellationToken cancellationToken) =>
        ChangeAsync(
            conversationId,
            sequence,
            (message, conversation) =>
            {
                message.Restore(conversation);
                return true;
            },
            cancellationToken
        );

    /// <summary>Locks a message, after its conversation, as those who send do.</summary>
    /// <exception cref="DomainException"><c>MESSAGE_NOT_FOUND</c>.</exception>
    internal async Task<(ChatMessage Message, Conversation Conversation)> LockAsync(Guid conversationId, long sequence, CancellationToken cancellationToken)
    {
        var conversation = await db.Conversations.Where(c => c.Id == conversationId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken);
        var message = await db
            .ChatMessages.Where(m => m.ConversationId == conversationId && m.Sequence == sequence)
            .ForNoKeyUpdate()
            .SingleOrDefaultAsync(cancellationToken);
        return conversation is null || message is null
            ? throw new DomainException(
                ChatReasons.MessageNotFound,
                "{message} does not exist.",
                ("message", $"conversations/{conversationId}/messages/{sequence}")
            )
            : (message, conversation);
    }

    private Task<bool> ChangeAsync(Guid conversationId, long sequence, Func<ChatMessage, Conversation, bool> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var (message, conversation) = await LockAsync(conversationId, sequence, cancellationToken);
                var changed = change(message, conversation);
                await db.SaveChangesAsync(cancellationToken);
                return changed;
            },
            cancellationToken
        );
}
