using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Bundles;

/// <summary>Lists the bundles of an instructor that are not withdrawn, newest first.</summary>
public sealed class ListBundles(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<OfferedBundle>> ExecuteAsync(Guid instructorId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Bundles.AsNoTracking()
            .Include(b => b.Courses)
            .Where(b => b.InstructorId == instructorId && b.WithdrawnAt == null && (page.AfterId == null || b.Id < page.AfterId))
            .OrderByDescending(b => b.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<OfferedBundle>.Of(await OfferedBundle.ReadAsync(db, rows, cancellationToken), page.Size, b => b.Bundle.Id.ToString());
    }
}
