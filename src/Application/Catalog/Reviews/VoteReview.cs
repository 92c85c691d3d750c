using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Says whether a review was helpful. A user has one vote on a review, and can change it and take it back.</summary>
public sealed class VoteReview(SchoolDbContext db, ReviewDesk desk, CourseAuthors authors)
{
    /// <summary>Votes. Done again it changes nothing.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="reviewId">The review.</param>
    /// <param name="isHelpful">Whether it was helpful; null takes the vote back.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, <c>REVIEW_OWN</c>: the caller wrote it, or teaches the course.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, bool? isHelpful, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var review = await desk.LockOfOthersAsync(actor, courseId, reviewId, cancellationToken);
                if (await authors.CoursesOf(actor.UserId).AnyAsync(c => c.Id == courseId, cancellationToken))
                {
                    throw new DomainException(
                        ReviewReasons.ReviewOwn,
                        "{review} is of the caller's own course.",
                        ("review", ReviewDesk.NameOf(courseId, reviewId))
                    );
                }

                var vote = await db.ReviewVotes.SingleOrDefaultAsync(v => v.ReviewId == reviewId && v.UserId == actor.UserId, cancellationToken);
                review.Vote(vote?.IsHelpful, isHelpful);
                Keep(vote, actor, reviewId, isHelpful);
                await db.SaveChangesAsync(cancellationToken);
                return await ReviewView.ReadAsync(db, reviewId, cancellationToken);
            },
            cancellationToken
        );

    private void Keep(ReviewVote? vote, Actor actor, Guid reviewId, bool? isHelpful)
    {
        if (isHelpful is not { } given)
        {
            if (vote is not null)
            {
                db.ReviewVotes.Remove(vote);
            }
        }
        else if (vote is null)
        {
            db.ReviewVotes.Add(new ReviewVote(reviewId, actor.UserId, given));
        }
        else
        {
            vote.Change(given);
        }
    }
}
