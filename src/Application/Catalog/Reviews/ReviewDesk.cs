using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>
/// Where reviews are changed. The row of a course's rating is the lock: whoever changes what counts takes it first, then the review, and moves the counters in
/// the same transaction.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ReviewDesk(SchoolDbContext db, IOptions<CatalogOptions> options, TimeProvider clock)
{
    /// <summary>Locks the rating of a course, and makes it when there is none.</summary>
    /// <returns>The rating, to be changed.</returns>
    public async Task<CourseRating> LockRatingAsync(Guid courseId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.course_ratings (course_id, ones, twos, threes, fours, fives)
            VALUES ({courseId}, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING
            """,
            cancellationToken
        );
        return (await LockRatingsAsync([courseId], cancellationToken))[courseId];
    }

    /// <summary>Locks the ratings of courses, as far as there are any.</summary>
    /// <returns>The ratings by course, to be changed.</returns>
    public async Task<Dictionary<Guid, CourseRating>> LockRatingsAsync(IReadOnlyCollection<Guid> courseIds, CancellationToken cancellationToken)
    {
        // What this unit of work read before may be of another transaction, and old. What it has changed and not saved is under its lock.
        foreach (var known in db.ChangeTracker.Entries<CourseRating>().Where(entry => entry.State == EntityState.Unchanged).ToList())
        {
            known.State = EntityState.Detached;
        }

        foreach (var known in db.ChangeTracker.Entries<Review>().Where(entry => entry.State == EntityState.Unchanged).ToList())
        {
            known.State = EntityState.Detached;
        }

        return await db
            .CourseRatings.Where(r => courseIds.Contains(r.CourseId))
            .OrderBy(r => r.CourseId)
            .ForNoKeyUpdate()
            .ToDictionaryAsync(r => r.CourseId, cancellationToken);
    }

    /// <summary>Changes a review, moves the counters with it, and reads it before anybody else can change it.</summary>
    /// <param name="courseId">The course.</param>
    /// <param name="reviewId">The review.</param>
    /// <param name="change">Decides whether the caller may, and changes it; the desk saves.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, and what the change throws.</exception>
    public Task<ReviewView> ChangeAsync(Guid courseId, Guid reviewId, Func<Review, Task> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await ApplyAsync(courseId, reviewId, change, cancellationToken);
                return await ReviewView.ReadAsync(db, reviewId, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Changes or deletes a review and moves the counters with it.</summary>
    /// <param name="courseId">The course.</param>
    /// <param name="reviewId">The review.</param>
    /// <param name="change">Decides whether the caller may, and changes it; the desk saves.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, and what the change throws.</exception>
    public Task ApplyAsync(Guid courseId, Guid reviewId, Func<Review, Task> change, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var rating = (await LockRatingsAsync([courseId], cancellationToken)).GetValueOrDefault(courseId) ?? throw NotFound(courseId, reviewId);
                var review = await LockAsync(courseId, reviewId, cancellationToken);
                var before = review.CountedStars;
                await change(review);
                rating.Move(before, db.Entry(review).State == EntityState.Deleted ? null : review.CountedStars);
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Locks a review alone, for what changes no counter of the rating.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>.</exception>
    public async Task<Review> LockAsync(Guid courseId, Guid reviewId, CancellationToken cancellationToken) =>
        await db.Reviews.Where(r => r.Id == reviewId && r.CourseId == courseId).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
        ?? throw NotFound(courseId, reviewId);

    /// <summary>Locks a review that everybody sees, for somebody who is not its author.</summary>
    /// <exception cref="DomainException"><c>REVIEW_NOT_FOUND</c>, <c>REVIEW_OWN</c>.</exception>
    public async Task<Review> LockOfOthersAsync(Actor actor, Guid courseId, Guid reviewId, CancellationToken cancellationToken)
    {
        var review = await LockAsync(courseId, reviewId, cancellationToken);
        return review.StudentId == actor.UserId
                ? throw new DomainException(ReviewReasons.ReviewOwn, "{review} is the caller's own.", ("review", NameOf(courseId, reviewId)))
            : review.State == ReviewState.Visible ? review
            : throw NotFound(courseId, reviewId);
    }

    /// <summary>Whether a review with these stars must wait for the staff. The rating must be locked: then no other review of the course comes meanwhile.</summary>
    /// <param name="courseId">The course.</param>
    /// <param name="stars">The stars it is to have.</param>
    /// <param name="reviewId">The review, when it is there already.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    public async Task<bool> MustWaitAsync(Guid courseId, int stars, Guid? reviewId, CancellationToken cancellationToken)
    {
        if (stars != Review.FewestStars)
        {
            return false;
        }

        var begin = clock.GetUtcNow() - OneStarLimit.Window;
        var history = begin - OneStarLimit.History;
        var worst = db.Reviews.Where(r => r.CourseId == courseId && r.Stars == Review.FewestStars && r.Id != reviewId);
        var recent = await worst.CountAsync(r => r.RatedAt > begin, cancellationToken);
        var usual = await worst.CountAsync(r => r.RatedAt > history && r.RatedAt <= begin && r.State == ReviewState.Visible, cancellationToken);
        return new OneStarLimit(options.Value.OneStarReviewsPerHour).IsExceeded(recent + 1, usual);
    }

    /// <summary>The refusal of a review that is not there, or that the caller may not see.</summary>
    internal static DomainException NotFound(Guid courseId, Guid reviewId) =>
        new(ReviewReasons.ReviewNotFound, "{review} does not exist.", ("review", NameOf(courseId, reviewId)));

    /// <summary>The resource name of a review.</summary>
    internal static string NameOf(Guid courseId, Guid reviewId) => $"courses/{courseId}/reviews/{reviewId}";
}
