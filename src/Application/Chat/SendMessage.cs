using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Chat;

/// <summary>Stores a message under the conversation's next number. When this returns, the message is kept; sent again, it is the same message.</summary>
public sealed class SendMessage(SchoolDbContext db, LiveHints hints, TimeProvider clock)
{
    /// <summary>Stores it and wakes the readers.</summary>
    /// <exception cref="DomainException"><c>MESSAGE_INVALID</c>, <c>CONVERSATION_NOT_FOUND</c>.</exception>
    public async Task<ChatMessage> ExecuteAsync(Actor actor, Guid conversationId, Guid clientMessageId, string text, CancellationToken cancellationToken)
    {
        ChatMessage.RequireText(text);
        if (!await ConversationAccess.Of(db, actor).AnyAsync(c => c.Id == conversationId, cancellationToken))
        {
            throw ConversationAccess.NotFound(conversationId);
        }

        var message = await StoreAsync(actor, conversationId, clientMessageId, text, cancellationToken)
            ?? await db.ChatMessages.AsNoTracking().SingleAsync(m => m.ConversationId == conversationId && m.SenderId == actor.UserId && m.ClientMessageId == clientMessageId, cancellationToken);
        hints.Publish(TopicOf(conversationId));
        return message;
    }

    /// <summary>The topic whose hints announce a conversation's messages.</summary>
    internal static string TopicOf(Guid conversationId) => $"conversation:{conversationId}";

    /// <summary>
    /// One statement, one transaction: the number is taken under the conversation's row lock, and a message that is refused as known gives its
    /// number back with the transaction. That keeps the sequence without gaps.
    /// </summary>
    private async Task<ChatMessage?> StoreAsync(Actor actor, Guid conversationId, Guid clientMessageId, string text, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        try
        {
            var stored = await db.ChatMessages
                .FromSql(
                    $"""
                    WITH numbered AS (
                        UPDATE chat.conversations SET last_sequence = last_sequence + 1, updated_at = {now} WHERE id = {conversationId} RETURNING last_sequence
                    )
                    INSERT INTO chat.messages (conversation_id, sequence, sender_id, client_message_id, text, sent_at)
                    SELECT {conversationId}, last_sequence, {actor.UserId}, {clientMessageId}, {text}, {now} FROM numbered
                    RETURNING conversation_id, sequence, sender_id, client_message_id, text, sent_at
                    """)
                .AsNoTracking().ToListAsync(cancellationToken);
            return stored.Single();
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return null;
        }
    }
}
