using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Chat.Messages;

/// <summary>Lists the messages of a conversation, oldest first.</summary>
public sealed class ListMessages(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>CONVERSATION_NOT_FOUND</c>.</exception>
    public async Task<Page<ChatMessage>> ExecuteAsync(Actor actor, Guid conversationId, PageRequest page, CancellationToken cancellationToken)
    {
        if (!await ConversationAccess.Of(db, actor).AnyAsync(c => c.Id == conversationId, cancellationToken))
        {
            throw ConversationAccess.NotFound(conversationId);
        }

        var after = page.After is null ? 0 : long.Parse(page.After, CultureInfo.InvariantCulture);
        var rows = await db
            .ChatMessages.AsNoTracking()
            .Where(m => m.ConversationId == conversationId && m.Sequence > after)
            .OrderBy(m => m.Sequence)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<ChatMessage>.Of(rows, page.Size, m => m.Sequence.ToString(CultureInfo.InvariantCulture));
    }
}
