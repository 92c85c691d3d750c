using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Lists the videos of a course that the caller works on, newest first.</summary>
public sealed class ListCourseAssets(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Page<Asset>> ExecuteAsync(Actor actor, Guid courseId, PageRequest page, CancellationToken cancellationToken)
    {
        var (course, _) = await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var rows = await CourseAssets
            .Of(db, course)
            .AsNoTracking()
            .Where(a => page.AfterId == null || a.Id < page.AfterId)
            .OrderByDescending(a => a.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Asset>.Of(rows, page.Size, a => a.Id.ToString());
    }
}
