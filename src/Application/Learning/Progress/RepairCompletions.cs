using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Progress;

/// <summary>
/// Completes enrollments in which nothing required is missing and that were not noticed: none should be, since whatever changes what is missing looks itself.
/// Run every day.
/// </summary>
public sealed class RepairCompletions(SchoolDbContext db, Sweep sweep)
{
    /// <summary>Completes up to 100 of them.</summary>
    /// <returns>How many were complete.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var stuck = db
            .Enrollments.Where(e => e.State == EnrollmentState.Active && e.CompletedAt == null)
            .Where(e => db.CurriculumLessons.Any(l => l.VersionId == e.CurriculumVersionId && l.Required))
            .Where(e =>
                !db.CurriculumLessons.Any(l =>
                    l.VersionId == e.CurriculumVersionId
                    && l.Required
                    && !db.LessonProgress.Any(p => p.EnrollmentId == e.Id && p.LessonId == l.LessonId && p.CompletedAt != null)
                )
            )
            .OrderBy(e => e.Id)
            .Select(e => e.Id);
        return sweep.RunAsync<RepairCompletion>("repair-completions", stuck, (repair, id) => repair.ExecuteAsync(id, cancellationToken), cancellationToken);
    }
}

/// <summary>Looks anew whether an enrollment is complete.</summary>
public sealed class RepairCompletion(SchoolDbContext db, CourseCompletion completion)
{
    /// <summary>Completes it and asks for its certificate, if nothing required is missing.</summary>
    /// <returns>True when it was.</returns>
    public Task<bool> ExecuteAsync(Guid enrollmentId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var enrollment = await db.Enrollments.Where(e => e.Id == enrollmentId).ForUpdate().SingleAsync(cancellationToken);
                await completion.CheckAsync(enrollment, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                return enrollment.CompletedAt is not null;
            },
            cancellationToken
        );
}
