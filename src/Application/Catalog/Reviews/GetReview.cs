using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Reads a review that the caller may see.</summary>
public sealed class GetReview(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public async Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, CancellationToken cancellationToken)
    {
        var own = authors.CoursesOf(actor.UserId).Select(c => c.Id);
        var seen = db.Reviews.Where(r =>
            r.Id == reviewId
            && r.CourseId == courseId
            && (
                r.StudentId == actor.UserId
                || (r.State == ReviewState.Visible && (own.Contains(courseId) || db.Courses.Any(c => c.Id == courseId && c.PublishedVersion > 0)))
            )
        );
        return await ReviewView.Of(db, seen).SingleOrDefaultAsync(cancellationToken) ?? throw ReviewDesk.NotFound(courseId, reviewId);
    }
}
