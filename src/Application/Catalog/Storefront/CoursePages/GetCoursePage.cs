using ESchool.Application.Catalog.Reviews;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Storefront.CoursePages;

/// <summary>Reads everything that the page of a course shows, in one call.</summary>
public sealed class GetCoursePage(SchoolDbContext db, GetCourse courses, ListReviews reviews, RelatedCourses related)
{
    private const int Reviews = 3;

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<CoursePage> ExecuteAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var course = await courses.ExecuteAsync(courseId, cancellationToken);
        var helpful = await reviews.ExecuteAsync(courseId, stars: null, ReviewOrder.MostHelpful, new PageRequest(Reviews, null), cancellationToken);
        return new CoursePage(
            course,
            await InstructorsAsync(course, cancellationToken),
            await db.CoursePopularity.Where(p => p.CourseId == courseId).Select(p => p.Learners).SingleOrDefaultAsync(cancellationToken),
            helpful.Items,
            await related.FindAsync(courseId, course.Text.Category, cancellationToken),
            await BundlesAsync(courseId, cancellationToken),
            await db.CourseOffers.AnyAsync(o => o.CourseId == courseId, cancellationToken)
        );
    }

    private Task<List<PageInstructor>> InstructorsAsync(PublishedCourse course, CancellationToken cancellationToken)
    {
        var editors = db.CoAuthors.Where(a => a.CourseId == course.CourseId && a.Role == AuthorRole.Editor);
        return (
            from user in db.Users
            where user.Id == course.InstructorId || editors.Any(a => a.UserId == user.Id)
            where user.SuspendedAt == null && user.DeleteAt == null && user.ErasedAt == null
            join profile in db.InstructorProfiles on user.Id equals profile.InstructorId into profiles
            from profile in profiles.DefaultIfEmpty()
            let teaches = (user.Roles & Roles.Instructor) != 0 && profile != null
            orderby user.Id == course.InstructorId descending, editors
                .Where(a => a.UserId == user.Id)
                .Select(a => (DateTimeOffset?)a.JoinedAt)
                .FirstOrDefault(), user.Id
            select new PageInstructor(user.Id, user.DisplayName, teaches ? profile.Headline : "", teaches ? profile.Bio : "")
        ).ToListAsync(cancellationToken);
    }

    /// <summary>Bundles of which every course is on sale.</summary>
    private Task<List<Guid>> BundlesAsync(Guid courseId, CancellationToken cancellationToken) =>
        db
            .Bundles.Where(b =>
                b.WithdrawnAt == null
                && b.Courses.Any(c => c.CourseId == courseId)
                && b.Courses.All(c => db.Courses.Any(sold => sold.Id == c.CourseId && sold.PublishedVersion > 0))
            )
            .OrderByDescending(b => b.Id)
            .Select(b => b.Id)
            .Take(10)
            .ToListAsync(cancellationToken);
}
