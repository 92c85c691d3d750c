using ESchool.Application.Learning.Enrolling;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Progress;

/// <summary>An enrollment with every lesson explained.</summary>
/// <param name="Enrollment">The enrollment.</param>
/// <param name="Lessons">Every lesson of its version, in order.</param>
public sealed record ProgressReport(EnrollmentView Enrollment, IReadOnlyList<LessonStatus> Lessons);

/// <summary>Says for every lesson what is done, what is missing, and why.</summary>
public sealed class ExplainProgress(SchoolDbContext db, GetEnrollment enrollments, TimeProvider clock)
{
    /// <summary>Explains the caller's own enrollment.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<ProgressReport> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken) =>
        await ExplainAsync(await enrollments.ExecuteAsync(actor, enrollmentId, cancellationToken), cancellationToken);

    /// <summary>Explains one enrollment to somebody who may see it; without what its author tells the student.</summary>
    internal async Task<ProgressReport> ExplainAsync(IQueryable<Enrollment> one, CancellationToken cancellationToken) =>
        await ExplainAsync(await EnrollmentViews.Of(db, one).SingleAsync(cancellationToken), cancellationToken);

    private async Task<ProgressReport> ExplainAsync(EnrollmentView view, CancellationToken cancellationToken)
    {
        var lessons = await db
            .CurriculumLessons.AsNoTracking()
            .Where(l => l.VersionId == view.Enrollment.CurriculumVersionId)
            .OrderBy(l => l.Position)
            .ToListAsync(cancellationToken);
        var progress = await db.LessonProgress.AsNoTracking().Where(p => p.EnrollmentId == view.Enrollment.Id).ToListAsync(cancellationToken);
        var ofLesson = progress.ToLookup(p => p.LessonId);
        return new ProgressReport(view, lessons.ConvertAll(lesson => LessonStatus.Of(lesson, [.. ofLesson[lesson.LessonId]], clock.GetUtcNow())));
    }
}
