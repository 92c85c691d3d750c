using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Lists the visible reviews of the courses that the caller works on, the newest first.</summary>
public sealed class ListReceivedReviews(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>Reads a page.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="courseId">The course; null for all.</param>
    /// <param name="unanswered">Only those without a reply.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Page<ReviewView>> ExecuteAsync(Actor actor, Guid? courseId, bool unanswered, PageRequest page, CancellationToken cancellationToken)
    {
        var courses = authors.CoursesOf(actor.UserId).Where(c => courseId == null || c.Id == courseId).Select(c => c.Id);
        if (courseId is { } wanted && !await courses.AnyAsync(cancellationToken))
        {
            throw CourseAuthors.NotFound(wanted);
        }

        var newest = db
            .Reviews.Where(r => courses.Contains(r.CourseId) && r.State == ReviewState.Visible && (page.AfterId == null || r.Id < page.AfterId))
            .Where(r => !unanswered || !db.ReviewReplies.Any(reply => reply.ReviewId == r.Id))
            .OrderByDescending(r => r.Id)
            .Take(page.Size + 1);
        var rows = await ReviewView.Of(db, newest).ToListAsync(cancellationToken);
        return Page<ReviewView>.Of([.. rows.OrderByDescending(v => v.Review.Id)], page.Size, v => v.Review.Id.ToString());
    }
}
