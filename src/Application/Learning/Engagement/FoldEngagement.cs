using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Engagement;

/// <summary>
/// Adds the changes that students caused to the counts of their lessons, and deletes them; run every few seconds, so that readers find few changes to sum.
/// Only folding locks counts, in the order of their keys.
/// </summary>
public sealed class FoldEngagement(SchoolDbContext db, Sweep sweep)
{
    /// <summary>A statement of some hundred milliseconds. What is left is folded by the next run.</summary>
    private const int MostChanges = 20_000;

    /// <summary>Folds the changes of up to 100 courses, those first that have waited for the longest: ids tell when they were made, and as texts they have a minimum.</summary>
    /// <returns>Of how many courses something was folded.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) =>
        sweep.RunAsync<FoldEngagement>(
            "fold-engagement",
            db.EngagementChanges.GroupBy(c => c.CourseId).OrderBy(course => course.Min(c => c.Id.ToString())).Select(course => course.Key),
            (fold, id) => fold.OneAsync(id, cancellationToken),
            cancellationToken
        );

    /// <summary>One statement: a change is either a row or part of a count, whatever is killed when. A course is folded by one run at a time.</summary>
    private Task<bool> OneAsync(Guid courseId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var isOurs = await db
                    .Database.SqlQuery<bool>(
                        $"""SELECT pg_try_advisory_xact_lock(hashtextextended('fold-engagement', 0) # hashtextextended({courseId}::text, 0)) AS "Value" """
                    )
                    .SingleAsync(cancellationToken);
                return isOurs && await FoldAsync(courseId, cancellationToken) > 0;
            },
            cancellationToken
        );

    private async Task<int> FoldAsync(Guid courseId, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<int>(
                    $"""
                    WITH taken AS (
                        DELETE FROM learning.engagement_changes WHERE id IN (
                            SELECT id FROM learning.engagement_changes WHERE course_id = {courseId} ORDER BY id LIMIT {MostChanges})
                        RETURNING lesson_id, asset_id, opened, completed, buckets
                    ),
                    lessons AS (
                        INSERT INTO learning.lesson_engagement AS k (course_id, lesson_id, opened, completed)
                        SELECT {courseId}, lesson_id, sum(opened), sum(completed) FROM taken GROUP BY lesson_id
                        ON CONFLICT (course_id, lesson_id) DO UPDATE SET opened = k.opened + excluded.opened, completed = k.completed + excluded.completed
                    ),
                    buckets AS (
                        INSERT INTO learning.bucket_engagement AS k (course_id, lesson_id, asset_id, bucket, students)
                        SELECT {courseId}, t.lesson_id, t.asset_id, b.bucket, count(*)
                        FROM taken t CROSS JOIN LATERAL unnest(t.buckets) AS r CROSS JOIN LATERAL generate_series(lower(r), upper(r) - 1) AS b (bucket)
                        GROUP BY t.lesson_id, t.asset_id, b.bucket
                        ON CONFLICT (course_id, lesson_id, asset_id, bucket) DO UPDATE SET students = k.students + excluded.students
                    )
                    SELECT count(*)::int AS "Value" FROM taken
                    """
                )
                .ToListAsync(cancellationToken)
        )[0];
}
