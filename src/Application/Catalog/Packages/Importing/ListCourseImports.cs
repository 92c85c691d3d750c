using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Lists the caller's imports, newest first.</summary>
public sealed class ListCourseImports(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<CourseImport>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await OwnImports
            .Of(db.CourseImports.AsNoTracking(), actor)
            .Where(i => page.AfterId == null || i.Id < page.AfterId)
            .OrderByDescending(i => i.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<CourseImport>.Of(rows, page.Size, i => i.Id.ToString());
    }
}
