using ESchool.Data;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Bundles;

/// <summary>A course of a bundle as the public sees it.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Title">The title of the version that was published last.</param>
/// <param name="IsOnSale">False once the course was taken off sale.</param>
public sealed record BundledCourse(Guid CourseId, string Title, bool IsOnSale);

/// <summary>A bundle as the public sees it.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Courses">Its courses, in their order.</param>
public sealed record OfferedBundle(Bundle Bundle, IReadOnlyList<BundledCourse> Courses)
{
    /// <summary>A course that keeps it from being bought, because it is not on sale itself; null when there is none.</summary>
    public BundledCourse? Missing => Courses.FirstOrDefault(course => !course.IsOnSale);

    /// <summary>Reads what the public sees of bundles that were loaded with their courses.</summary>
    internal static async Task<IReadOnlyList<OfferedBundle>> ReadAsync(SchoolDbContext db, IReadOnlyList<Bundle> bundles, CancellationToken cancellationToken)
    {
        var ids = bundles.SelectMany(b => b.Courses).Select(c => c.CourseId).Distinct().ToList();
        var courses = await db
            .Courses.Where(c => ids.Contains(c.Id))
            .Select(c => new BundledCourse(
                c.Id,
                db.CurriculumVersions.Where(v => v.CourseId == c.Id).OrderByDescending(v => v.Number).Select(v => v.Text.Title).First(),
                c.PublishedVersion > 0
            ))
            .ToDictionaryAsync(c => c.CourseId, cancellationToken);
        return [.. bundles.Select(b => new OfferedBundle(b, [.. b.Courses.OrderBy(c => c.Position).Select(c => courses[c.CourseId])]))];
    }
}
