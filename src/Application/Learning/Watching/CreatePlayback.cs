using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Engagement;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Watching;

/// <summary>Opens a playback of a video lesson for an enrolled student.</summary>
public sealed class CreatePlayback(SchoolDbContext db, Enrollments enrollments, PlaybackTickets tickets, TimeProvider clock)
{
    /// <summary>Opens it by an enrollment. From now on, and for this lesson, what is watched can be credited.</summary>
    /// <exception cref="DomainException">
    /// <c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>COURSE_SUSPENDED</c>,
    /// <c>LESSON_NOT_PLAYABLE</c>.
    /// </exception>
    public Task<Playback> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enrollment = await enrollments.LockAsync(actor, enrollmentId, cancellationToken);
                await enrollments.RequireOpenAsync(enrollment, cancellationToken);
                var lesson = await enrollments.ReadLessonAsync(enrollment, lessonId, LessonKind.Video, cancellationToken);
                var known = await db.LessonProgress.Where(p => p.EnrollmentId == enrollmentId && p.LessonId == lessonId).ToListAsync(cancellationToken);
                var progress = known.Find(p => p.AssetId == lesson.AssetId);
                var playback = await tickets.OpenAsync(actor, enrollmentId, lesson.AssetId, progress?.ResumeMilliseconds ?? 0, cancellationToken);
                if (progress is null)
                {
                    db.LessonProgress.Add(new LessonProgress(enrollmentId, lessonId, lesson.AssetId, clock.GetUtcNow()));
                }

                if (known.Count == 0)
                {
                    db.EngagementChanges.Add(EngagementChange.OfOpening(enrollment.CourseId, lessonId, clock.GetUtcNow()));
                }

                enrollment.OpenPlayback(clock.GetUtcNow(), playback.ExpiresAt);
                await db.SaveChangesAsync(cancellationToken);
                return playback;
            },
            cancellationToken
        );
}
