using ESchool.Data;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>A review as it is shown.</summary>
/// <param name="Review">The review.</param>
/// <param name="AuthorName">
/// Who wrote it; null when the name and the words are not shown, because the author is suspended, leaves the school or is gone.
/// </param>
/// <param name="Reply">What the instructor answered; null for nothing.</param>
public sealed record ReviewView(Review Review, string? AuthorName, ReviewReply? Reply)
{
    /// <summary>Reads reviews with who wrote them and what was answered, in no order.</summary>
    internal static IQueryable<ReviewView> Of(SchoolDbContext db, IQueryable<Review> reviews) =>
        from review in reviews.AsNoTracking()
        join user in db.Users on review.StudentId equals user.Id
        join reply in db.ReviewReplies.AsNoTracking() on review.Id equals reply.ReviewId into replies
        from reply in replies.DefaultIfEmpty()
        select new ReviewView(review, user.ErasedAt == null && user.DeleteAt == null && user.SuspendedAt == null ? user.DisplayName : null, reply);

    /// <summary>Reads one that was just changed.</summary>
    internal static Task<ReviewView> ReadAsync(SchoolDbContext db, Guid reviewId, CancellationToken cancellationToken) =>
        Of(db, db.Reviews.Where(r => r.Id == reviewId)).SingleAsync(cancellationToken);
}
