using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Reads the caller's own review of a course, whatever its state.</summary>
public sealed class GetOwnReview(SchoolDbContext db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public async Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        await ReviewView.Of(db, db.Reviews.Where(r => r.CourseId == courseId && r.StudentId == actor.UserId)).SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(ReviewReasons.ReviewNotFound, "The caller has not reviewed {course}.", ("course", $"courses/{courseId}"));
}
