using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Certificates;
using ESchool.Domain.Learning.Engagement;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Engagement;

/// <summary>Says how far the students of a course come, and where they stop. Reads what is kept, and never a student's coverage.</summary>
public sealed class GetCourseEngagement(SchoolDbContext db, CourseAuthors authors, EngagementCounts counts)
{
    private const int QuarterBasisPoints = 2_500;

    /// <summary>Reads it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<CourseEngagement> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var latest = db.CurriculumVersions.Where(v => v.CourseId == courseId).OrderByDescending(v => v.Number).Select(v => v.Id).Take(1);
        var lessons = await db
            .CurriculumLessons.AsNoTracking()
            .Where(l => latest.Contains(l.VersionId))
            .OrderBy(l => l.Position)
            .ToListAsync(cancellationToken);
        var ofLesson = (await counts.OfLessonsAsync(courseId, cancellationToken)).ToDictionary(c => c.LessonId);
        var ofVideo = (await counts.OfBucketsAsync(courseId, cancellationToken)).ToLookup(c => (c.LessonId, c.AssetId));
        return new CourseEngagement(
            courseId,
            await FunnelAsync(courseId, cancellationToken),
            lessons.ConvertAll(lesson =>
            {
                var count = ofLesson.GetValueOrDefault(lesson.LessonId);
                return new EngagedLesson(
                    lesson,
                    count?.Opened ?? 0,
                    count?.Completed ?? 0,
                    lesson.Kind == LessonKind.Video ? Histogram(lesson.VideoSeconds, ofVideo[(lesson.LessonId, lesson.AssetId ?? Guid.Empty)]) : []
                );
            })
        );
    }

    private static int[] Histogram(int videoSeconds, IEnumerable<BucketCount> watched)
    {
        var histogram = new int[WatchBuckets.CountOf(videoSeconds)];
        foreach (var one in watched.Where(one => one.Bucket < histogram.Length))
        {
            histogram[one.Bucket] = one.Students;
        }

        return histogram;
    }

    private async Task<CourseFunnel> FunnelAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var certified = await db
            .Enrollments.Where(e => e.CourseId == courseId && e.CompletedAt != null)
            .CountAsync(e => db.Certificates.Any(c => c.EnrollmentId == e.Id && c.State == CertificateState.Active), cancellationToken);
        return await db
                .Enrollments.Where(e => e.CourseId == courseId)
                .GroupBy(e => e.CourseId)
                .Select(all => new CourseFunnel(
                    all.Count(),
                    all.Count(e => e.StartedAt != null),
                    all.Count(e => e.ProgressBasisPoints >= QuarterBasisPoints),
                    all.Count(e => e.ProgressBasisPoints >= 2 * QuarterBasisPoints),
                    all.Count(e => e.ProgressBasisPoints >= 3 * QuarterBasisPoints),
                    all.Count(e => e.CompletedAt != null),
                    certified
                ))
                .SingleOrDefaultAsync(cancellationToken)
            ?? new CourseFunnel(0, 0, 0, 0, 0, 0, 0);
    }
}
