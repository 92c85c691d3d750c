using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>Lets everybody see a review that was held, hidden or reported.</summary>
public sealed class ShowReview(SchoolDbContext db, ReviewDesk desk, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Shows it, and settles what was reported of it. The instructor is told of one that was held: it arrives only now.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            courseId,
            reviewId,
            async review =>
            {
                var before = review.State;
                review.Show();
                await db.ReviewReports.SettleAsync(reviewId, clock.GetUtcNow(), cancellationToken);
                if (before == ReviewState.Pending && review.State == ReviewState.Visible)
                {
                    var instructorId = await db.Courses.Where(c => c.Id == courseId).Select(c => c.InstructorId).SingleAsync(cancellationToken);
                    outbox.Tell(instructorId, new ReviewWritten(courseId, reviewId, review.Stars));
                }

                audit.Note(actor, "review.show", ReviewDesk.NameOf(courseId, reviewId), new { state = $"{before}" }, new { state = $"{review.State}", reason });
            },
            cancellationToken
        );
}
