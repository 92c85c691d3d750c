using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.SupportViews;

/// <summary>Lists views, newest first: support staff see their own, administrators all.</summary>
public sealed class ListSupportViews(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="userId">Only of what this user sees; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<SupportView>> ExecuteAsync(Actor actor, Guid? userId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .SupportViews.AsNoTracking()
            .Where(v => (actor.IsAdmin || v.StaffId == actor.UserId) && (userId == null || v.UserId == userId))
            .Where(v => page.AfterId == null || v.Id < page.AfterId)
            .OrderByDescending(v => v.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<SupportView>.Of(rows, page.Size, v => v.Id.ToString());
    }
}
