using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>Hides a review from everybody but its author, who reads why. It does not count any more.</summary>
public sealed class HideReview(SchoolDbContext db, ReviewHiding hiding, IReviewCases cases)
{
    /// <summary>Hides it, and settles what was reported of it: whoever reported it is told, and its author gets the reasons.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, <c>CASE_CLAIMED</c>: somebody else works on what was reported of it.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var (review, _) = await hiding.HideAsync(actor, courseId, reviewId, reason, cancellationToken);
                await cases.HideAsync(actor, review, reason, cancellationToken);
                return await ReviewView.ReadAsync(db, reviewId, cancellationToken);
            },
            cancellationToken
        );
}
