using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Media;

/// <summary>Lists the caller's assets, newest first.</summary>
public sealed class ListAssets(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<Asset>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Assets.AsNoTracking()
            .Where(a => a.OwnerId == actor.UserId && (page.AfterId == null || a.Id < page.AfterId))
            .OrderByDescending(a => a.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Asset>.Of(rows, page.Size, a => a.Id.ToString());
    }
}
