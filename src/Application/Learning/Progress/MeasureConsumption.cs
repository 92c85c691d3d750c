using ESchool.Data;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Progress;

/// <summary>
/// Says how much of what was paid for a student has consumed: seconds of video that were credited, of all courses together, or lessons completed where there is
/// no video.
/// </summary>
public sealed class MeasureConsumption(SchoolDbContext db)
{
    /// <summary>Measures the enrollments that a payment has granted.</summary>
    /// <param name="source">What paid, such as <c>orders/…</c>.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>Basis points of the versions the enrollments are pinned to, rounded down; 0 when there are none.</returns>
    public async Task<int> ExecuteAsync(string source, CancellationToken cancellationToken)
    {
        var granted = db.AccessGrants.Where(g => g.Source == source).Select(g => g.EnrollmentId);
        var lessons = await (
            from enrollment in db.Enrollments
            join lesson in db.CurriculumLessons on enrollment.CurriculumVersionId equals lesson.VersionId
            where granted.Contains(enrollment.Id)
            select new
            {
                lesson.LessonId,
                lesson.Kind,
                lesson.VideoSeconds,
            }
        ).ToListAsync(cancellationToken);
        var progress = (await db.LessonProgress.AsNoTracking().Where(p => granted.Contains(p.EnrollmentId)).ToListAsync(cancellationToken)).ToLookup(p =>
            p.LessonId
        );
        var videos = lessons.Where(l => l.Kind == LessonKind.Video).ToList();
        var (consumed, all) =
            videos.Count > 0
                ? (
                    videos.Sum(v => (long)Math.Min(v.VideoSeconds, progress[v.LessonId].Select(p => p.Watched.Seconds).DefaultIfEmpty().Max())),
                    videos.Sum(v => (long)v.VideoSeconds)
                )
                : (lessons.Count(l => progress[l.LessonId].Any(p => p.CompletedAt is not null)), lessons.Count);
        return all == 0 ? 0 : (int)(consumed * 10_000 / all);
    }
}
