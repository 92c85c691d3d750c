using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.People;

/// <summary>Lists what staff noted about a user, the newest first.</summary>
public sealed class ListUserNotes(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for an erased user.</exception>
    public async Task<Page<UserNote>> ExecuteAsync(Guid userId, PageRequest page, CancellationToken cancellationToken)
    {
        await Accounts.FindAsync(db, userId, cancellationToken);
        var rows = await db
            .UserNotes.AsNoTracking()
            .Where(n => n.UserId == userId && (page.AfterId == null || n.Id < page.AfterId))
            .OrderByDescending(n => n.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<UserNote>.Of(rows, page.Size, n => n.Id.ToString());
    }
}
