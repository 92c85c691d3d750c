using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Deletes the caller's own review, with its votes and its answer. The student may write another.</summary>
public sealed class DeleteReview(SchoolDbContext db, ReviewDesk desk)
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, <c>REVIEW_HIDDEN</c>.</exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, CancellationToken cancellationToken) =>
        desk.ApplyAsync(
            courseId,
            reviewId,
            review =>
            {
                if (review.StudentId != actor.UserId)
                {
                    throw ReviewDesk.NotFound(courseId, reviewId);
                }

                review.RequireNotHidden();
                db.Reviews.Remove(review);
                return Task.CompletedTask;
            },
            cancellationToken
        );
}
