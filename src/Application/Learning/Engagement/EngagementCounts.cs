using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Engagement;

/// <summary>Counts of a lesson.</summary>
internal sealed record LessonCount(Guid LessonId, int Opened, int Completed);

/// <summary>The count of a bucket of a lesson's video.</summary>
internal sealed record BucketCount(Guid LessonId, Guid AssetId, int Bucket, int Students);

/// <summary>
/// Reads what is kept of a course: what was folded, and the changes that were not yet. Each query sees both in one snapshot, so that a change that is folded
/// meanwhile counts once.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class EngagementCounts(SchoolDbContext db)
{
    /// <summary>The counts of every lesson that was ever opened.</summary>
    internal Task<List<LessonCount>> OfLessonsAsync(Guid courseId, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<LessonCount>(
                $"""
                SELECT lesson_id, sum(opened)::int AS opened, sum(completed)::int AS completed FROM (
                    SELECT lesson_id, opened, completed FROM learning.lesson_engagement WHERE course_id = {courseId}
                    UNION ALL
                    SELECT lesson_id, opened, completed FROM learning.engagement_changes WHERE course_id = {courseId}
                ) kept GROUP BY lesson_id
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The counts of every bucket that was ever watched.</summary>
    internal Task<List<BucketCount>> OfBucketsAsync(Guid courseId, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<BucketCount>(
                $"""
                SELECT lesson_id, asset_id, bucket, sum(students)::int AS students FROM (
                    SELECT lesson_id, asset_id, bucket, students FROM learning.bucket_engagement WHERE course_id = {courseId}
                    UNION ALL
                    SELECT c.lesson_id, c.asset_id, b.bucket, 1 FROM learning.engagement_changes c
                    CROSS JOIN LATERAL unnest(c.buckets) AS r CROSS JOIN LATERAL generate_series(lower(r), upper(r) - 1) AS b (bucket)
                    WHERE c.course_id = {courseId}
                ) kept GROUP BY lesson_id, asset_id, bucket
                """
            )
            .ToListAsync(cancellationToken);
}
