using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Versions;

/// <summary>A lesson of an enrollment's curriculum, without its content.</summary>
/// <param name="Status">The lesson, and what was done in it.</param>
/// <param name="ResumeMilliseconds">Video: where the player was last.</param>
public sealed record CurriculumItem(LessonStatus Status, long ResumeMilliseconds);

/// <summary>The curriculum that a student learns by.</summary>
/// <param name="EnrollmentId">The enrollment.</param>
/// <param name="CourseTitle">The title of its version.</param>
/// <param name="Version">The number of its version.</param>
/// <param name="PublishedAt">When that version was published.</param>
/// <param name="Items">The lessons, in their order.</param>
public sealed record EnrollmentCurriculum(Guid EnrollmentId, string CourseTitle, int Version, DateTimeOffset PublishedAt, IReadOnlyList<CurriculumItem> Items);

/// <summary>Reads the curriculum of an enrollment: of its own version, whatever is on sale.</summary>
public sealed class GetCurriculum(SchoolDbContext db, ExplainProgress progress)
{
    /// <summary>Reads the caller's own; also when access has ended, as progress can be.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<EnrollmentCurriculum> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken)
    {
        var report = await progress.ExecuteAsync(actor, enrollmentId, cancellationToken);
        var resumed = await db
            .LessonProgress.Where(p => p.EnrollmentId == enrollmentId && p.AssetId != Guid.Empty)
            .Select(p => new
            {
                p.LessonId,
                p.AssetId,
                p.ResumeMilliseconds,
            })
            .ToDictionaryAsync(p => (p.LessonId, p.AssetId), p => p.ResumeMilliseconds, cancellationToken);
        var publishedAt = await db
            .CurriculumVersions.Where(v => v.Id == report.Enrollment.Enrollment.CurriculumVersionId)
            .Select(v => v.PublishedAt)
            .SingleAsync(cancellationToken);
        return new EnrollmentCurriculum(
            enrollmentId,
            report.Enrollment.CourseTitle,
            report.Enrollment.CurriculumVersion,
            publishedAt,
            [
                .. report.Lessons.Select(status => new CurriculumItem(
                    status,
                    resumed.GetValueOrDefault((status.Lesson.LessonId, status.Lesson.AssetId ?? Guid.Empty))
                )),
            ]
        );
    }
}
