using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Exports;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Exports;

/// <summary>Lists exports, newest first.</summary>
public sealed class ListExports(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="ofAll">True for those of all administrators.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<TableExport>> ExecuteAsync(Actor actor, bool ofAll, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .TableExports.AsNoTracking()
            .Where(e => (ofAll || e.RequesterId == actor.UserId) && (page.AfterId == null || e.Id < page.AfterId))
            .OrderByDescending(e => e.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<TableExport>.Of(rows, page.Size, e => e.Id.ToString());
    }
}
