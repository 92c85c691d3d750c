using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>Loads enrollments by id and owner, and the lessons they are pinned to.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Enrollments(SchoolDbContext db)
{
    /// <summary>Reads the actor's own enrollment.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<Enrollment> ReadAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken) =>
        await db.Enrollments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == enrollmentId && e.StudentId == actor.UserId, cancellationToken)
        ?? throw NotFound(enrollmentId);

    /// <summary>Loads the actor's own enrollment and locks it until the transaction ends: progress of one enrollment is made in a row.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<Enrollment> LockAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken) =>
        await db.Enrollments.Where(e => e.Id == enrollmentId && e.StudentId == actor.UserId).ForUpdate().SingleOrDefaultAsync(cancellationToken)
        ?? throw NotFound(enrollmentId);

    /// <summary>Refuses what opens a course while an administrator keeps its students out.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_LIVE</c>, <c>COURSE_SUSPENDED</c>.</exception>
    public async Task RequireOpenAsync(Enrollment enrollment, CancellationToken cancellationToken)
    {
        enrollment.RequireLive();
        if (await db.Courses.AnyAsync(c => c.Id == enrollment.CourseId && c.IsAccessSuspended, cancellationToken))
        {
            throw new DomainException(
                CatalogReasons.CourseSuspended,
                "An administrator keeps the students of {course} out for the time being.",
                ("course", $"courses/{enrollment.CourseId}")
            );
        }
    }

    /// <summary>Notes that the student opened something, where the enrollment is only read: one statement, and none when they were seen lately.</summary>
    public async Task SeeAsync(Enrollment enrollment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (enrollment.IsDueToBeSeen(now))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE learning.enrollments SET started_at = coalesce(started_at, {now}), last_seen_at = greatest(last_seen_at, {now})
                WHERE id = {enrollment.Id}
                """,
                cancellationToken
            );
        }
    }

    /// <summary>Reads a lesson of the enrollment's pinned version.</summary>
    /// <param name="enrollment">The enrollment.</param>
    /// <param name="lessonId">The lesson.</param>
    /// <param name="kind">The kind it must be of; null for any.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>.</exception>
    public async Task<CurriculumLesson> ReadLessonAsync(Enrollment enrollment, Guid lessonId, LessonKind? kind, CancellationToken cancellationToken) =>
        await db
            .CurriculumLessons.AsNoTracking()
            .SingleOrDefaultAsync(
                l => l.VersionId == enrollment.CurriculumVersionId && l.LessonId == lessonId && (kind == null || l.Kind == kind),
                cancellationToken
            )
        ?? throw LessonNotFound(enrollment.Id, lessonId);

    /// <summary>The refusal for an enrollment that is not the caller's, or of nobody.</summary>
    internal static DomainException NotFound(Guid enrollmentId) =>
        new(LearningReasons.EnrollmentNotFound, "{enrollment} does not exist.", ("enrollment", $"enrollments/{enrollmentId}"));

    /// <summary>The refusal for a lesson that the pinned version does not have.</summary>
    internal static DomainException LessonNotFound(Guid enrollmentId, Guid lessonId) =>
        new(CatalogReasons.LessonNotFound, "{lesson} does not exist.", ("lesson", $"enrollments/{enrollmentId}/lessons/{lessonId}"));
}
