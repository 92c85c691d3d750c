using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Progress;

/// <summary>A lesson with the student's progress.</summary>
/// <param name="Lesson">The lesson as published.</param>
/// <param name="Status">What was done and what is missing.</param>
/// <param name="ConfirmableAt">Article: when it can be confirmed as read.</param>
public sealed record LessonView(CurriculumLesson Lesson, LessonStatus Status, DateTimeOffset? ConfirmableAt);

/// <summary>Reads a lesson with its content. The first reading of an article starts its dwell.</summary>
public sealed class GetLesson(SchoolDbContext db, Enrollments enrollments, TimeProvider clock)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ENROLLMENT_NOT_LIVE</c>, <c>COURSE_SUSPENDED</c>.</exception>
    public async Task<LessonView> ExecuteAsync(Actor actor, Guid enrollmentId, Guid lessonId, CancellationToken cancellationToken)
    {
        var enrollment = await enrollments.ReadAsync(actor, enrollmentId, cancellationToken);
        await enrollments.RequireOpenAsync(enrollment, cancellationToken);
        var lesson = await enrollments.ReadLessonAsync(enrollment, lessonId, kind: null, cancellationToken);
        var now = clock.GetUtcNow();
        if (lesson.Kind == LessonKind.Article && actor.ViewId is null)
        {
            await OpenAsync(enrollment, lessonId, now, cancellationToken);
            await enrollments.SeeAsync(enrollment, now, cancellationToken);
        }

        var progress = await db
            .LessonProgress.AsNoTracking()
            .Where(p => p.EnrollmentId == enrollmentId && p.LessonId == lessonId)
            .ToListAsync(cancellationToken);
        var openedAt = progress.SingleOrDefault(p => p.AssetId == Guid.Empty)?.OpenedAt;
        return new LessonView(
            lesson,
            LessonStatus.Of(lesson, progress, now),
            lesson.Kind == LessonKind.Article ? openedAt?.AddSeconds(lesson.MinimumDwellSeconds) : null
        );
    }

    /// <summary>The first reading counts as opening the lesson, unless it had a video then and was opened for that.</summary>
    private Task<int> OpenAsync(Enrollment enrollment, Guid lessonId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH opened AS (
                INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, asset_id, watched, resume_milliseconds, opened_at)
                VALUES ({enrollment.Id}, {lessonId}, {Guid.Empty}, int4multirange(), 0, {now}) ON CONFLICT DO NOTHING RETURNING enrollment_id, lesson_id
            )
            INSERT INTO learning.engagement_changes (id, course_id, lesson_id, asset_id, opened, completed, buckets)
            SELECT {Guid.CreateVersion7(now)}, {enrollment.CourseId}, lesson_id, {Guid.Empty}, 1, 0, int4multirange() FROM opened
            WHERE NOT EXISTS (SELECT 1 FROM learning.lesson_progress p WHERE p.enrollment_id = opened.enrollment_id AND p.lesson_id = opened.lesson_id)
            """,
            cancellationToken
        );
}
