using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Writes the caller's review of a course.</summary>
public sealed class CreateReview(SchoolDbContext db, ReviewDesk desk, WorkOutbox outbox, IOptions<CatalogOptions> options, TimeProvider clock)
{
    /// <summary>Writes it and counts it, unless it has to wait for the staff.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>REVIEW_OWN</c>, <c>REVIEWER_NOT_ENROLLED</c>, <c>REVIEW_TOO_EARLY</c>, <c>REVIEW_EXISTS</c>.
    /// </exception>
    public Task<ReviewView> ExecuteAsync(Actor actor, Guid courseId, int stars, string text, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                // The enrollment's lock: a refund, or an invitation to work on the course, comes before us, and we refuse, or after us, and finds the review.
                var enrollment = await db
                    .Enrollments.Where(e => e.StudentId == actor.UserId && e.CourseId == courseId)
                    .ForNoKeyUpdate()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(cancellationToken);
                var instructorId = await FindInstructorAsync(actor, courseId, cancellationToken);
                if (enrollment?.State != EnrollmentState.Active)
                {
                    throw new DomainException(ReviewReasons.ReviewerNotEnrolled, "The caller does not have {course}.", ("course", NameOf(courseId)));
                }

                if (enrollment.CompletedAt is null)
                {
                    (await MeasureAsync(enrollment, cancellationToken)).Require(options.Value.ReviewAfterPercent);
                }

                var rating = await desk.LockRatingAsync(courseId, cancellationToken);
                if (await db.Reviews.AnyAsync(r => r.CourseId == courseId && r.StudentId == actor.UserId, cancellationToken))
                {
                    throw new DomainException(ReviewReasons.ReviewExists, "The caller has reviewed {course} already.", ("course", NameOf(courseId)));
                }

                var isHeld = await desk.MustWaitAsync(courseId, stars, reviewId: null, cancellationToken);
                var review = new Review(courseId, actor.UserId, stars, text, isHeld, clock.GetUtcNow());
                db.Reviews.Add(review);
                rating.Move(before: null, review.CountedStars);
                if (review.State == ReviewState.Visible)
                {
                    outbox.Tell(instructorId, new ReviewWritten(courseId, review.Id, review.Stars));
                }

                await db.SaveChangesAsync(cancellationToken);
                return await ReviewView.ReadAsync(db, review.Id, cancellationToken);
            },
            cancellationToken
        );

    private async Task<Guid> FindInstructorAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        // Whoever has a course may review it, also when it is not sold any more.
        var instructorId = await db
            .CurriculumVersions.Where(v => v.CourseId == courseId)
            .Select(v => (Guid?)v.InstructorId)
            .FirstOrDefaultAsync(cancellationToken);
        return instructorId is not { } found
                ? throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", NameOf(courseId)))
            : found == actor.UserId || await db.CoAuthors.AnyAsync(a => a.CourseId == courseId && a.UserId == actor.UserId, cancellationToken)
                ? throw new DomainException(ReviewReasons.ReviewOwn, "{course} is the caller's own.", ("course", NameOf(courseId)))
            : found;
    }

    private async Task<CourseExperience> MeasureAsync(Enrollment enrollment, CancellationToken cancellationToken)
    {
        var lessons = await db
            .CurriculumLessons.Where(l => l.VersionId == enrollment.CurriculumVersionId)
            .Select(l => new
            {
                l.LessonId,
                l.Required,
                l.VideoSeconds,
            })
            .ToListAsync(cancellationToken);
        var progress = (await db.LessonProgress.AsNoTracking().Where(p => p.EnrollmentId == enrollment.Id).ToListAsync(cancellationToken)).ToLookup(p =>
            p.LessonId
        );
        return new CourseExperience(
            lessons.Count(l => l.Required && progress[l.LessonId].Any(p => p.CompletedAt is not null)),
            lessons.Count(l => l.Required),
            lessons.Sum(l => Math.Min((long)l.VideoSeconds, progress[l.LessonId].Select(p => p.Watched.Seconds).DefaultIfEmpty().Max())),
            lessons.Sum(l => (long)l.VideoSeconds)
        );
    }

    private static string NameOf(Guid courseId) => $"courses/{courseId}";
}
