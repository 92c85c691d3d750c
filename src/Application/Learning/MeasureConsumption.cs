using ESchool.Data;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning;

/// <summary>Says how much of a course a student has consumed: seconds of video that were credited, or lessons completed where there is no video.</summary>
public sealed class MeasureConsumption(SchoolDbContext db)
{
    /// <summary>Measures an enrollment.</summary>
    /// <returns>Basis points of the version the enrollment is pinned to, rounded down; 0 for no enrollment.</returns>
    public async Task<int> ExecuteAsync(Guid? enrollmentId, CancellationToken cancellationToken)
    {
        var lessons = await (
            from enrollment in db.Enrollments
            join lesson in db.CurriculumLessons on enrollment.CurriculumVersionId equals lesson.VersionId
            where enrollment.Id == enrollmentId
            select new { lesson.LessonId, lesson.Kind, lesson.VideoSeconds }).ToListAsync(cancellationToken);
        var progress = (await db.LessonProgress.AsNoTracking().Where(p => p.EnrollmentId == enrollmentId).ToListAsync(cancellationToken)).ToLookup(p => p.LessonId);
        var videos = lessons.Where(l => l.Kind == LessonKind.Video).ToList();
        var (consumed, all) = videos.Count > 0
            ? (videos.Sum(v => (long)Math.Min(v.VideoSeconds, progress[v.LessonId].Select(p => p.Watched.Seconds).DefaultIfEmpty().Max())), videos.Sum(v => (long)v.VideoSeconds))
            : (lessons.Count(l => progress[l.LessonId].Any(p => p.CompletedAt is not null)), lessons.Count);
        return all == 0 ? 0 : (int)(consumed * 10_000 / all);
    }
}
