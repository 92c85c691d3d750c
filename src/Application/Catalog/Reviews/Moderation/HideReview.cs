using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>Hides a review from everybody but its author, who reads why. It does not count any more.</summary>
public sealed class HideReview(SchoolDbContext db, ReviewDesk desk, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Hides it, and settles what was reported of it.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, Guid reviewId, string reason, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            courseId,
            reviewId,
            async review =>
            {
                var before = review.State;
                review.Hide(reason, clock.GetUtcNow());
                await db.ReviewReports.SettleAsync(reviewId, clock.GetUtcNow(), cancellationToken);
                audit.Note(actor, "review.hide", ReviewDesk.NameOf(courseId, reviewId), new { state = $"{before}" }, new { state = $"{review.State}", reason });
            },
            cancellationToken
        );
}

/// <summary>Reports that the staff have decided on.</summary>
internal static class SettledReports
{
    /// <summary>Settles what is open of a review.</summary>
    public static Task SettleAsync(this DbSet<ReviewReport> reports, Guid reviewId, DateTimeOffset now, CancellationToken cancellationToken) =>
        reports.Where(r => r.ReviewId == reviewId && r.SettledAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.SettledAt, now), cancellationToken);
}
