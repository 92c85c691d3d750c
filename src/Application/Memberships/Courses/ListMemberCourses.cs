using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Memberships.Courses;

/// <summary>A course that members can learn.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Title">Its title, as it is on sale.</param>
/// <param name="InstructorId">Who teaches it.</param>
/// <param name="InstructorName">The name of who teaches it, as it is now.</param>
public sealed record MemberCourse(Guid CourseId, string Title, Guid InstructorId, string InstructorName);

/// <summary>Lists what a membership opens.</summary>
public sealed class ListMemberCourses(SchoolDbContext db)
{
    /// <summary>Reads a page, the oldest courses first.</summary>
    public async Task<Page<MemberCourse>> ExecuteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await (
            from offer in db.CourseOffers
            join course in db.Courses on offer.CourseId equals course.Id
            join version in db.CurriculumVersions
                on new { CourseId = course.Id, Number = course.PublishedVersion } equals new { version.CourseId, version.Number }
            join listing in db.Listings on course.Id equals listing.CourseId into listings
            from listing in listings.DefaultIfEmpty()
            where page.AfterId == null || offer.CourseId > page.AfterId
            orderby offer.CourseId
            select new MemberCourse(course.Id, version.Text.Title, course.InstructorId, listing.InstructorName ?? version.InstructorName)
        )
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<MemberCourse>.Of(rows, page.Size, course => course.CourseId.ToString());
    }
}
