using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Packages;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>Reads an import of the caller's, with its report.</summary>
public sealed class GetCourseImport(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>COURSE_IMPORT_NOT_FOUND</c>: also for anybody else's.</exception>
    public async Task<CourseImport> ExecuteAsync(Actor actor, Guid importId, CancellationToken cancellationToken) =>
        await OwnImports.Of(db.CourseImports.AsNoTracking(), actor).SingleOrDefaultAsync(i => i.Id == importId, cancellationToken)
        ?? throw OwnImports.NotFound(importId);
}
