using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>An enrollment with its progress.</summary>
/// <param name="Enrollment">The enrollment.</param>
/// <param name="CourseTitle">The title of its version.</param>
/// <param name="CurriculumVersion">The number of its version.</param>
/// <param name="CompletedLessons">Required lessons that are complete.</param>
/// <param name="RequiredLessons">Required lessons in all.</param>
public sealed record EnrollmentView(Enrollment Enrollment, string CourseTitle, int CurriculumVersion, int CompletedLessons, int RequiredLessons)
{
    /// <summary>Completed of required lessons in basis points, rounded down, so that 10000 means all of them.</summary>
    public int ProgressBasisPoints =>
        Enrollment.CompletedAt is not null ? 10_000
        : RequiredLessons == 0 ? 0
        : Math.Min(9_999, CompletedLessons * 10_000 / RequiredLessons);
}

/// <summary>Reads one enrollment.</summary>
public sealed class GetEnrollment(SchoolDbContext db)
{
    /// <summary>Reads the caller's own enrollment.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<EnrollmentView> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken) =>
        await EnrollmentViews.Of(db, db.Enrollments.Where(e => e.Id == enrollmentId && e.StudentId == actor.UserId)).SingleOrDefaultAsync(cancellationToken)
        ?? throw new DomainException(LearningReasons.EnrollmentNotFound, "{enrollment} does not exist.", ("enrollment", $"enrollments/{enrollmentId}"));
}

/// <summary>The one projection of enrollments with their progress.</summary>
internal static class EnrollmentViews
{
    public static IQueryable<EnrollmentView> Of(SchoolDbContext db, IQueryable<Enrollment> enrollments) =>
        from enrollment in enrollments.AsNoTracking()
        join version in db.CurriculumVersions on enrollment.CurriculumVersionId equals version.Id
        select new EnrollmentView(
            enrollment,
            version.Text.Title,
            version.Number,
            db.CurriculumLessons.Count(l =>
                l.VersionId == version.Id
                && l.Required
                && db.LessonProgress.Any(p => p.EnrollmentId == enrollment.Id && p.LessonId == l.LessonId && p.CompletedAt != null)
            ),
            db.CurriculumLessons.Count(l => l.VersionId == version.Id && l.Required)
        );
}
