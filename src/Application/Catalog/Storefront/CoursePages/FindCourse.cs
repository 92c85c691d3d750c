using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Storefront.CoursePages;

/// <summary>Finds a course by a slug that it has, or once had.</summary>
public sealed class FindCourse(SchoolDbContext db)
{
    /// <summary>Finds its id. An id stands for itself: a course that was never published since there are slugs has none.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Guid> ExecuteAsync(string slug, CancellationToken cancellationToken)
    {
        slug = slug.ToLowerInvariant();
        var courseId = await db.CourseSlugs.Where(s => s.Slug == slug).Select(s => (Guid?)s.CourseId).SingleOrDefaultAsync(cancellationToken);
        return courseId is { } found || Guid.TryParseExact(slug, "D", out found)
            ? found
            : throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{slug}"));
    }
}
