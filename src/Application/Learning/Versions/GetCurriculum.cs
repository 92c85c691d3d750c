using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Versions;

/// <summary>The curriculum that a student learns by.</summary>
/// <param name="Progress">The enrollment, and the lessons of its version in their order, with what was done in them.</param>
/// <param name="PublishedAt">When that version was published.</param>
public sealed record EnrollmentCurriculum(ProgressReport Progress, DateTimeOffset PublishedAt);

/// <summary>Reads the curriculum of an enrollment: of its own version, whatever is on sale.</summary>
public sealed class GetCurriculum(SchoolDbContext db, ExplainProgress progress)
{
    /// <summary>Reads the caller's own; also when access has ended, as progress can be.</summary>
    /// <exception cref="DomainException"><c>ENROLLMENT_NOT_FOUND</c>.</exception>
    public async Task<EnrollmentCurriculum> ExecuteAsync(Actor actor, Guid enrollmentId, CancellationToken cancellationToken)
    {
        var report = await progress.ExecuteAsync(actor, enrollmentId, cancellationToken);
        var versionId = report.Enrollment.Enrollment.CurriculumVersionId;
        return new EnrollmentCurriculum(
            report,
            await db.CurriculumVersions.Where(v => v.Id == versionId).Select(v => v.PublishedAt).SingleAsync(cancellationToken)
        );
    }
}
