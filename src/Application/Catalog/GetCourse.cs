using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog;

/// <summary>A course as the public sees it.</summary>
/// <param name="Version">The version on sale, without lesson contents.</param>
/// <param name="Price">What it costs.</param>
public sealed record PublishedCourse(CurriculumVersion Version, Money Price);

/// <summary>Reads the version of a course that is on sale.</summary>
public sealed class GetCourse(SchoolDbContext db)
{
    /// <summary>Reads it with its curriculum.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<PublishedCourse> ExecuteAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var row = await (from version in db.CurriculumVersions.AsNoTracking().Include(v => v.Lessons.OrderBy(l => l.Position))
                         join course in db.Courses on version.CourseId equals course.Id
                         where course.Id == courseId && version.Number == course.PublishedVersion
                         select new { version, course.PriceMinorUnits, course.PriceCurrency }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(CatalogReasons.CourseNotFound, $"There is no course {courseId}.", ("course", courseId.ToString()));
        return new PublishedCourse(row.version, new Money(row.PriceMinorUnits!.Value, row.PriceCurrency!));
    }
}
