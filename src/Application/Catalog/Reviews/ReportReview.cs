using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Asks the staff to look at a review.</summary>
public sealed class ReportReview(SchoolDbContext db, ReviewDesk desk, IReviewCases cases, TimeProvider clock)
{
    /// <summary>Reports it.</summary>
    /// <exception cref="DomainException">
    /// <c>REVIEW_NOT_FOUND</c>, <c>REVIEW_OWN</c>, <c>REVIEW_REPORTED</c>: the caller did so before, and it has not changed since. <c>REPORTING_PAUSED</c>,
    /// <c>REPORT_LIMIT_REACHED</c>.
    /// </exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        ReportAsync(actor, courseId, reviewId, ReportCategory.Other, reason, cancellationToken);

    /// <summary>Reports it, and says what is wrong with it.</summary>
    /// <returns>The id of the report among those of everything that is reported.</returns>
    /// <exception cref="DomainException">As above.</exception>
    internal Task<Guid> ReportAsync(Actor actor, Guid courseId, Guid reviewId, ReportCategory category, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var review = await desk.LockOfOthersAsync(actor, courseId, reviewId, cancellationToken);
                var before = await db.ReviewReports.SingleOrDefaultAsync(r => r.ReviewId == reviewId && r.UserId == actor.UserId, cancellationToken);
                if (before is not null && !(review.ChangedAt > before.CreatedAt))
                {
                    throw new DomainException(
                        ReviewReasons.ReviewReported,
                        "The caller has reported {review} already.",
                        ("review", ReviewDesk.NameOf(courseId, reviewId))
                    );
                }

                review.Report(clock.GetUtcNow());
                if (before is null)
                {
                    db.ReviewReports.Add(new ReviewReport(reviewId, actor.UserId, reason, clock.GetUtcNow()));
                }

                before?.Repeat(reason, clock.GetUtcNow());
                await db.SaveChangesAsync(cancellationToken);
                return await cases.ReportAsync(actor, review, category, reason, cancellationToken);
            },
            cancellationToken
        );
}
