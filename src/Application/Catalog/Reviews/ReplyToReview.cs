using ESchool.Application.Catalog.Authors;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Answers a review of the caller's own course. There is one answer; it can be changed and taken back.</summary>
public sealed class ReplyToReview(SchoolDbContext db, ReviewDesk desk, CourseAuthors authors, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Answers, changes the answer, or takes it back. The student is told of a new one only.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="reviewId">The review.</param>
    /// <param name="text">The answer; empty takes it back.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, string text, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                if (!await authors.CoursesOf(actor.UserId).AnyAsync(c => c.Id == courseId, cancellationToken))
                {
                    throw ReviewDesk.NotFound(courseId, reviewId);
                }

                var review = await desk.LockAsync(courseId, reviewId, cancellationToken);
                if (review.State != ReviewState.Visible)
                {
                    throw ReviewDesk.NotFound(courseId, reviewId);
                }

                await AnswerAsync(actor, review, text.Trim(), cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return await ReviewView.ReadAsync(db, reviewId, cancellationToken);
            },
            cancellationToken
        );

    private async Task AnswerAsync(Actor actor, Review review, string text, CancellationToken cancellationToken)
    {
        var reply = await db.ReviewReplies.SingleOrDefaultAsync(r => r.ReviewId == review.Id, cancellationToken);
        if (text.Length == 0)
        {
            if (reply is not null)
            {
                db.ReviewReplies.Remove(reply);
            }
        }
        else if (reply is not null)
        {
            reply.Change(text, clock.GetUtcNow());
        }
        else
        {
            db.ReviewReplies.Add(new ReviewReply(review.Id, actor.UserId, text, clock.GetUtcNow()));
            outbox.Tell(review.StudentId, new ReviewAnswered(review.CourseId, review.Id));
        }
    }
}
