using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Those who learn a version.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Learners">How many learn it.</param>
/// <param name="Completed">How many of them have completed the course.</param>
/// <param name="Completing">How many of the others have done all that the draft requires.</param>
public sealed record VersionImpact(int Version, int Learners, int Completed, int Completing);

/// <summary>A lesson that differs, with what learners have done in it.</summary>
/// <param name="Change">What differs.</param>
/// <param name="Started">How many have begun it.</param>
/// <param name="Completed">How many have completed it.</param>
public sealed record LessonImpact(CurriculumChange Change, int Started, int Completed);

/// <summary>What publishing a draft would do.</summary>
/// <param name="Versions">Those who learn, by version, the newest first.</param>
/// <param name="Lessons">The lessons that differ from the version published last.</param>
/// <param name="Obstacles">What prevents publishing.</param>
public sealed record CurriculumImpact(IReadOnlyList<VersionImpact> Versions, IReadOnlyList<LessonImpact> Lessons, IReadOnlyList<Violation> Obstacles);

/// <summary>Says what publishing a draft would do to those who learn the course. It changes nothing.</summary>
public sealed class PreviewCurriculumImpact(SchoolDbContext db, CourseDrafts drafts)
{
    private const int MostLessons = 200;

    /// <summary>Compares the draft with the version published last, and counts who has done what.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<CurriculumImpact> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var draft = await drafts.ReadAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var latest = await db
            .CurriculumVersions.AsNoTracking()
            .Include(v => v.Lessons.OrderBy(l => l.Position))
            .SingleOrDefaultAsync(v => v.CourseId == courseId && v.Number == draft.LatestVersion, cancellationToken);
        return new CurriculumImpact(
            await VersionsAsync(draft, cancellationToken),
            await LessonsAsync(courseId, [.. CurriculumChange.Between(latest, draft).Take(MostLessons)], cancellationToken),
            draft.FindObstacles(await drafts.PlayableSecondsAsync(draft, cancellationToken))
        );
    }

    private async Task<List<VersionImpact>> VersionsAsync(Course draft, CancellationToken cancellationToken)
    {
        var required = draft.Sections.SelectMany(s => s.Lessons).Where(l => l.Required).Select(l => l.Id).ToList();
        var rows = await (
            from enrollment in Learners(draft.Id)
            join version in db.CurriculumVersions on enrollment.CurriculumVersionId equals version.Id
            select new
            {
                version.Number,
                IsCompleted = enrollment.CompletedAt != null,
                IsCompleting = enrollment.CompletedAt == null
                    && required.Count > 0
                    && db.LessonProgress.Where(p => p.EnrollmentId == enrollment.Id && p.CompletedAt != null && required.Contains(p.LessonId))
                        .Select(p => p.LessonId)
                        .Distinct()
                        .Count() == required.Count,
            } into learner
            group learner by new
            {
                learner.Number,
                learner.IsCompleted,
                learner.IsCompleting,
            } into learners
            select new { learners.Key, Count = learners.Count() }
        ).ToListAsync(cancellationToken);
        return
        [
            .. from row in rows
            group row by row.Key.Number into version
            orderby version.Key descending
            select new VersionImpact(
                version.Key,
                version.Sum(r => r.Count),
                version.Where(r => r.Key.IsCompleted).Sum(r => r.Count),
                version.Where(r => r.Key.IsCompleting).Sum(r => r.Count)
            ),
        ];
    }

    private async Task<List<LessonImpact>> LessonsAsync(Guid courseId, List<CurriculumChange> changes, CancellationToken cancellationToken)
    {
        var changed = changes.ConvertAll(c => c.LessonId);
        var learners = Learners(courseId).Select(e => e.Id);
        var done = await db
            .LessonProgress.Where(p => changed.Contains(p.LessonId) && learners.Contains(p.EnrollmentId))
            .GroupBy(p => p.LessonId)
            .Select(lesson => new
            {
                LessonId = lesson.Key,
                Started = lesson.Select(p => p.EnrollmentId).Distinct().Count(),
                Completed = lesson.Where(p => p.CompletedAt != null).Select(p => p.EnrollmentId).Distinct().Count(),
            })
            .ToDictionaryAsync(l => l.LessonId, cancellationToken);
        return changes.ConvertAll(c => done.GetValueOrDefault(c.LessonId) is { } l ? new LessonImpact(c, l.Started, l.Completed) : new LessonImpact(c, 0, 0));
    }

    private IQueryable<Enrollment> Learners(Guid courseId) => db.Enrollments.Where(e => e.CourseId == courseId && e.State == EnrollmentState.Active);
}
