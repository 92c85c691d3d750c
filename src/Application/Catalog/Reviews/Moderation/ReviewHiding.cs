using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>Hides reviews and shows them again; for whoever has decided that.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ReviewHiding(SchoolDbContext db, ReviewDesk desk, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Hides a review from everybody but its author, and settles what was reported of it.</summary>
    /// <returns>The review, and whether it was to be seen or waited before.</returns>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public Task<(Review Review, bool Changed)> HideAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        ApplyAsync(
            courseId,
            reviewId,
            async review =>
            {
                var before = review.State;
                review.Hide(reason, clock.GetUtcNow());
                await db.ReviewReports.SettleAsync(reviewId, clock.GetUtcNow(), cancellationToken);
                audit.Note(actor, "review.hide", ReviewDesk.NameOf(courseId, reviewId), new { state = $"{before}" }, new { state = $"{review.State}", reason });
                return before != ReviewState.Hidden;
            },
            cancellationToken
        );

    /// <summary>Shows a review, and settles what was reported of it. The instructor is told of one that was held: it arrives only now.</summary>
    /// <returns>The review, and whether it was hidden before.</returns>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public Task<(Review Review, bool Changed)> ShowAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        ApplyAsync(
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
                return before == ReviewState.Hidden;
            },
            cancellationToken
        );

    /// <summary>Staff looked at a review and leave it as it is: what was reported of it is settled, and one that is held goes on waiting.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public Task LeaveAsync(Guid courseId, Guid reviewId, CancellationToken cancellationToken) =>
        ApplyAsync(
            courseId,
            reviewId,
            async review =>
            {
                review.Leave();
                await db.ReviewReports.SettleAsync(reviewId, clock.GetUtcNow(), cancellationToken);
                return false;
            },
            cancellationToken
        );

    private async Task<(Review Review, bool Changed)> ApplyAsync(
        Guid courseId,
        Guid reviewId,
        Func<Review, Task<bool>> change,
        CancellationToken cancellationToken
    )
    {
        var (changed, applied) = (false, (Review?)null);
        await desk.ApplyAsync(
            courseId,
            reviewId,
            async review =>
            {
                changed = await change(review);
                applied = review;
            },
            cancellationToken
        );
        return (applied!, changed);
    }
}

/// <summary>Reports that the staff have decided on.</summary>
internal static class SettledReports
{
    /// <summary>Settles what is open of a review.</summary>
    public static Task SettleAsync(this DbSet<ReviewReport> reports, Guid reviewId, DateTimeOffset now, CancellationToken cancellationToken) =>
        reports.Where(r => r.ReviewId == reviewId && r.SettledAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.SettledAt, now), cancellationToken);
}
