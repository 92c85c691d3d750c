using ESchool.Application.Learning.Progress;
using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Versions;

/// <summary>What accepting the version on sale would change for one student.</summary>
/// <param name="VersionId">The version.</param>
/// <param name="Version">Its number.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Lessons">The lessons that differ, in the order of the version, then those that are gone.</param>
/// <param name="RequiredLessons">How many lessons it requires.</param>
/// <param name="CompletedLessons">How many of those are complete, or would be.</param>
/// <param name="CompletesCourse">Whether nothing would be missing any more, of a course that is not complete.</param>
public sealed record CurriculumOffer(
    Guid VersionId,
    int Version,
    DateTimeOffset PublishedAt,
    IReadOnlyList<OfferedChange> Lessons,
    int RequiredLessons,
    int CompletedLessons,
    bool CompletesCourse
)
{
    /// <summary>Whether a lesson plays another video in it.</summary>
    public bool ReplacesVideos => Lessons.Any(lesson => lesson.Change.Changes.Contains(LessonChange.VideoReplaced));
}

/// <summary>A lesson that differs, for one student.</summary>
/// <param name="Change">What differs.</param>
/// <param name="IsComplete">Whether it is complete, or would be; a completed lesson stays so.</param>
/// <param name="LostSeconds">The seconds watched of a video that it no longer plays: they stay recorded, and count for nothing.</param>
public sealed record OfferedChange(CurriculumChange Change, bool IsComplete, int LostSeconds);

/// <summary>Compares an enrollment's version with the one on sale.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CurriculumOffers(SchoolDbContext db)
{
    /// <summary>Finds what is offered; null when the student's version is the newest, the course is off sale, or access has ended.</summary>
    public async Task<CurriculumOffer?> FindAsync(Enrollment enrollment, CancellationToken cancellationToken)
    {
        if (enrollment.State != EnrollmentState.Active)
        {
            return null;
        }

        var versions = await db
            .CurriculumVersions.AsNoTracking()
            .Include(v => v.Lessons.OrderBy(l => l.Position))
            .Where(v => v.Id == enrollment.CurriculumVersionId || db.Courses.Any(c => c.Id == v.CourseId && c.PublishedVersion == v.Number))
            .Where(v => v.CourseId == enrollment.CourseId)
            .OrderBy(v => v.Number)
            .ToListAsync(cancellationToken);
        if (versions is not [var own, var newer] || own.Id != enrollment.CurriculumVersionId)
        {
            return null;
        }

        var progress = (await db.LessonProgress.AsNoTracking().Where(p => p.EnrollmentId == enrollment.Id).ToListAsync(cancellationToken)).ToLookup(p =>
            p.LessonId
        );
        var fulfilled = newer.Lessons.Where(l => LessonStatus.IsFulfilled(l, [.. progress[l.LessonId]])).Select(l => l.LessonId).ToHashSet();
        var required = newer.Lessons.Where(l => l.Required).ToList();
        var completed = required.Count(l => fulfilled.Contains(l.LessonId));
        var videos = own.Lessons.ToDictionary(l => l.LessonId, l => l.AssetId);
        return new CurriculumOffer(
            newer.Id,
            newer.Number,
            newer.PublishedAt,
            [.. CurriculumChange.Between(own.Lessons, newer.Lessons).Select(ToOffered)],
            required.Count,
            completed,
            enrollment.CompletedAt is null && required.Count > 0 && completed == required.Count
        );

        OfferedChange ToOffered(CurriculumChange change)
        {
            var done = progress[change.LessonId].ToList();
            var isComplete = fulfilled.Contains(change.LessonId) || done.Exists(p => p.CompletedAt is not null);
            var old = change.Changes.Contains(LessonChange.VideoReplaced) ? done.Find(p => p.AssetId == videos[change.LessonId]) : null;
            return new OfferedChange(change, isComplete, old?.Watched.Seconds ?? 0);
        }
    }
}
