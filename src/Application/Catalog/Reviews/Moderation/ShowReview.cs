using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>Lets everybody see a review that was held, hidden or reported.</summary>
public sealed class ShowReview(SchoolDbContext db, ReviewHiding hiding, IReviewCases cases)
{
    /// <summary>Shows it, and settles what was reported of it. The instructor is told of one that was held: it arrives only now.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, <c>CASE_CLAIMED</c>: somebody else works on what was reported of it.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var (review, _) = await hiding.ShowAsync(actor, courseId, reviewId, reason, cancellationToken);
                await cases.ShowAsync(actor, review, reason, cancellationToken);
                return await ReviewView.ReadAsync(db, reviewId, cancellationToken);
            },
            cancellationToken
        );
}
