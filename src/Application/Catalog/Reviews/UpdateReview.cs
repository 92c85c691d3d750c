using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Changes the caller's own review.</summary>
public sealed class UpdateReview(SchoolDbContext db, ReviewDesk desk, TimeProvider clock)
{
    /// <summary>Changes it. Whoever changes it to one star in a wave of such reviews has it wait, as if it were new.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="reviewId">The review.</param>
    /// <param name="stars">The new stars; null to keep them.</param>
    /// <param name="text">The new words; null to keep them.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, <c>REVIEW_OWN</c>: the caller works on the course; <c>REVIEW_HIDDEN</c>.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, int? stars, string? text, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            courseId,
            reviewId,
            async review =>
            {
                if (review.StudentId != actor.UserId)
                {
                    throw ReviewDesk.NotFound(courseId, reviewId);
                }

                if (await db.CoAuthors.AnyAsync(a => a.CourseId == courseId && a.UserId == actor.UserId, cancellationToken))
                {
                    throw new DomainException(ReviewReasons.ReviewOwn, "{course} is the caller's own.", ("course", $"courses/{courseId}"));
                }

                var isHeld = stars is { } given && given != review.Stars && await desk.MustWaitAsync(courseId, given, reviewId, cancellationToken);
                review.Change(stars, text, isHeld, clock.GetUtcNow());
            },
            cancellationToken
        );
}
