using ESchool.Data;
using ESchool.Domain.Administration.Merging;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Merging;

/// <summary>Lists merges of accounts, newest first.</summary>
public sealed class ListAccountMerges(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="userId">Only of this account, whichever of the two it was; null for all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<AccountMerge>> ExecuteAsync(Guid? userId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .AccountMerges.AsNoTracking()
            .Where(m => (userId == null || m.SourceId == userId || m.TargetId == userId) && (page.AfterId == null || m.Id < page.AfterId))
            .OrderByDescending(m => m.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<AccountMerge>.Of(rows, page.Size, m => m.Id.ToString());
    }
}
