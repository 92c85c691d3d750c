using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Engagement;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Progress;

/// <summary>Confirms that an article was read. Its dwell counts from the first GetLesson.</summary>
public sealed class CompleteArticle(SchoolDbContext db, Enrollments enrollments, CourseCompletion completion, TimeProvider clock)
{
    /// <summary>Confirms it; doing it again changes nothing.</summary>
    /// <returns>True once the course is complete.</returns>
    /// <exception cref="DomainException">
    /// <c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>COURSE_SUSPENDED</c>, <c>DWELL_TOO_SHORT</c>.
    /// </exception>
    public Task<bool> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enrollment = await enrollments.LockAsync(actor, enrollmentId, cancellationToken);
                await enrollments.RequireOpenAsync(enrollment, cancellationToken);
                var lesson = await enrollments.ReadLessonAsync(enrollment, lessonId, LessonKind.Article, cancellationToken);

                // An article that was never opened has no dwell at all: it is opened now.
                var now = clock.GetUtcNow();
                var known = await db.LessonProgress.Where(p => p.EnrollmentId == enrollmentId && p.LessonId == lessonId).ToListAsync(cancellationToken);
                var progress = known.Find(p => p.AssetId == Guid.Empty);
                if (known.Count == 0)
                {
                    db.EngagementChanges.Add(EngagementChange.OfOpening(enrollment.CourseId, lessonId, now));
                }

                if (known.TrueForAll(p => p.CompletedAt is null))
                {
                    db.EngagementChanges.Add(EngagementChange.OfCompletion(enrollment.CourseId, lessonId, now));
                }

                if (progress is null)
                {
                    progress = new LessonProgress(enrollmentId, lessonId, null, now);
                    db.LessonProgress.Add(progress);
                }

                progress.ConfirmArticle(lesson.MinimumDwellSeconds, now);
                enrollment.See(now);
                await completion.CheckAsync(enrollment, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return enrollment.CompletedAt is not null;
            },
            cancellationToken
        );
}
