using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>Finds courses for administrators, whoever's they are.</summary>
internal static class Courses
{
    /// <summary>Locks a course, to be changed without its sections.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public static async Task<Course> LockAsync(SchoolDbContext db, Guid courseId, CancellationToken cancellationToken) =>
        await db.Courses.Where(c => c.Id == courseId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken) ?? throw NotFound(courseId);

    private static DomainException NotFound(Guid courseId) => new(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
}
