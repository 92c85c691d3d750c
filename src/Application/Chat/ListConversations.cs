using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Chat;

/// <summary>Lists the caller's conversations, the last active first.</summary>
public sealed class ListConversations(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<ConversationView>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var own = ConversationAccess.Of(db, actor);
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var updatedAt = new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero);
            var id = Guid.Parse(fields[1]);
            own = own.Where(c => c.UpdatedAt < updatedAt || (c.UpdatedAt == updatedAt && c.Id < id));
        }

        var rows = await ConversationView
            .Of(db, own.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Take(page.Size + 1))
            .ToListAsync(cancellationToken);
        return Page<ConversationView>.Of(rows, page.Size, view => $"{view.Conversation.UpdatedAt.UtcTicks}/{view.Conversation.Id}");
    }
}
