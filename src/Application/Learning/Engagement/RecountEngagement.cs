using System.Data;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Learning.Engagement;

/// <summary>
/// Proves that what is kept of a course equals what its students' progress says: openings and completions of every lesson, every bucket of every video, and the
/// progress of every enrollment. All is counted in one snapshot, in SQL, by asking the rows and not the code that keeps the counts.
/// </summary>
public sealed class RecountEngagement(SchoolDbContext db)
{
    /// <summary>How many differences are told.</summary>
    public const int MostDifferences = 100;

    /// <summary>All coverage of a course is unnested, which takes minutes where students are many. Nobody waits for the answer but an operator.</summary>
    private static readonly TimeSpan LongestQuery = TimeSpan.FromHours(1);

    private const string LessonRecount = """
        SELECT p.lesson_id, count(DISTINCT e.id)::int AS opened, (count(DISTINCT e.id) FILTER (WHERE p.completed_at IS NOT NULL))::int AS completed
        FROM learning.enrollments e JOIN learning.lesson_progress p ON p.enrollment_id = e.id WHERE e.course_id = @course GROUP BY p.lesson_id
        """;

    /// <summary>A bucket is watched when at least half of its seconds are covered.</summary>
    private const string BucketRecount = """
        SELECT w.lesson_id, w.asset_id, w.bucket, count(*)::int AS students
        FROM (
            SELECT p.lesson_id, p.asset_id, b.bucket
            FROM learning.enrollments e JOIN learning.lesson_progress p ON p.enrollment_id = e.id
            JOIN (
                SELECT DISTINCT l.lesson_id, l.asset_id, l.video_seconds AS length, least(100, l.video_seconds) AS buckets
                FROM catalog.curriculum_lessons l JOIN catalog.curriculum_versions v ON v.id = l.version_id
                WHERE v.course_id = @course AND l.video_seconds > 0
            ) l ON l.lesson_id = p.lesson_id AND l.asset_id = p.asset_id
            CROSS JOIN LATERAL unnest(p.watched) AS r
            JOIN LATERAL (
                SELECT n AS bucket, n::bigint * l.length / l.buckets AS first, (n + 1)::bigint * l.length / l.buckets AS behind
                FROM generate_series(0, l.buckets - 1) AS n
            ) b ON b.first < upper(r) AND b.behind > lower(r)
            WHERE e.course_id = @course
            GROUP BY p.enrollment_id, p.lesson_id, p.asset_id, b.bucket, b.first, b.behind
            HAVING 2 * sum(least(upper(r), b.behind) - greatest(lower(r), b.first)) >= b.behind - b.first
        ) w
        GROUP BY w.lesson_id, w.asset_id, w.bucket
        """;

    private const string ProgressRecount = """
        SELECT x.id, x.completed, CASE WHEN x.completed_at IS NOT NULL THEN 10000 ELSE least(9999, x.completed * 10000 / greatest(x.required, 1)) END AS progress
        FROM (
            SELECT e.id, e.completed_at, count(l.lesson_id)::int AS required, (count(l.lesson_id) FILTER (WHERE EXISTS (
                SELECT 1 FROM learning.lesson_progress p
                WHERE p.enrollment_id = e.id AND p.lesson_id = l.lesson_id AND p.completed_at IS NOT NULL)))::int AS completed
            FROM learning.enrollments e LEFT JOIN catalog.curriculum_lessons l ON l.version_id = e.curriculum_version_id AND l.required
            WHERE e.course_id = @course GROUP BY e.id
        ) x
        """;

    private const string PendingLessons = """
        SELECT lesson_id, sum(opened)::int AS opened, sum(completed)::int AS completed FROM learning.engagement_changes WHERE course_id = @course GROUP BY lesson_id
        """;

    private const string PendingBuckets = """
        SELECT c.lesson_id, c.asset_id, b.bucket, count(*)::int AS students FROM learning.engagement_changes c
        CROSS JOIN LATERAL unnest(c.buckets) AS r CROSS JOIN LATERAL generate_series(lower(r), upper(r) - 1) AS b (bucket)
        WHERE c.course_id = @course GROUP BY c.lesson_id, c.asset_id, b.bucket
        """;

    private const string LessonDifferences = $"""
        SELECT format('courses/%s/lessons/%s is kept as opened by %s and completed by %s, and its students say %s and %s.', @course, lesson_id,
            coalesce(k.opened, 0) + coalesce(c.opened, 0), coalesce(k.completed, 0) + coalesce(c.completed, 0),
            coalesce(r.opened, 0), coalesce(r.completed, 0)) AS "Value"
        FROM (SELECT * FROM learning.lesson_engagement WHERE course_id = @course) k
        FULL JOIN ({PendingLessons}) c USING (lesson_id) FULL JOIN ({LessonRecount}) r USING (lesson_id)
        WHERE (coalesce(k.opened, 0) + coalesce(c.opened, 0), coalesce(k.completed, 0) + coalesce(c.completed, 0))
            <> (coalesce(r.opened, 0), coalesce(r.completed, 0))
        """;

    private const string BucketDifferences = $"""
        SELECT format('Bucket %s of courses/%s/lessons/%s is kept as watched by %s, and its students say %s.', bucket, @course, lesson_id,
            coalesce(k.students, 0) + coalesce(c.students, 0), coalesce(r.students, 0)) AS "Value"
        FROM (SELECT * FROM learning.bucket_engagement WHERE course_id = @course) k
        FULL JOIN ({PendingBuckets}) c USING (lesson_id, asset_id, bucket) FULL JOIN ({BucketRecount}) r USING (lesson_id, asset_id, bucket)
        WHERE coalesce(k.students, 0) + coalesce(c.students, 0) <> coalesce(r.students, 0)
        """;

    private const string ProgressDifferences = $"""
        SELECT format('enrollments/%s is kept with %s lessons and progress %s, and its lessons say %s and %s.', e.id,
            e.completed_lessons, e.progress_basis_points, r.completed, r.progress) AS "Value"
        FROM learning.enrollments e JOIN ({ProgressRecount}) r USING (id)
        WHERE (e.completed_lessons, e.progress_basis_points) <> (r.completed, r.progress)
        """;

    /// <summary>Changes that wait stay: the counts become what the recount says less what they will add.</summary>
    private const string Repair = $"""
        DELETE FROM learning.lesson_engagement WHERE course_id = @course;
        DELETE FROM learning.bucket_engagement WHERE course_id = @course;
        INSERT INTO learning.lesson_engagement (course_id, lesson_id, opened, completed)
        SELECT @course, lesson_id, coalesce(r.opened, 0) - coalesce(c.opened, 0), coalesce(r.completed, 0) - coalesce(c.completed, 0)
        FROM ({LessonRecount}) r FULL JOIN ({PendingLessons}) c USING (lesson_id);
        INSERT INTO learning.bucket_engagement (course_id, lesson_id, asset_id, bucket, students)
        SELECT @course, lesson_id, asset_id, bucket, coalesce(r.students, 0) - coalesce(c.students, 0)
        FROM ({BucketRecount}) r FULL JOIN ({PendingBuckets}) c USING (lesson_id, asset_id, bucket);
        UPDATE learning.enrollments e SET completed_lessons = r.completed, progress_basis_points = r.progress
        FROM ({ProgressRecount}) r WHERE r.id = e.id AND (e.completed_lessons, e.progress_basis_points) <> (r.completed, r.progress);
        """;

    /// <summary>Compares one course.</summary>
    /// <param name="courseId">The course.</param>
    /// <param name="repair">Whether what differs is set to the recount. Fails, and changes nothing, when the counts change meanwhile.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <returns>What differs, in words; at most <see cref="MostDifferences"/>.</returns>
    public async Task<IReadOnlyList<string>> ExecuteAsync(Guid courseId, bool repair, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(LongestQuery);
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var differences = new List<string>();
        foreach (var sql in new[] { LessonDifferences, BucketDifferences, ProgressDifferences })
        {
            var found = db.Database.SqlQueryRaw<string>(sql, new NpgsqlParameter("course", courseId)).Take(MostDifferences - differences.Count);
            differences.AddRange(await found.ToListAsync(cancellationToken));
        }

        if (repair && differences.Count > 0)
        {
            await db.Database.ExecuteSqlRawAsync(Repair, [new NpgsqlParameter("course", courseId)], cancellationToken);
            await snapshot.CommitAsync(CancellationToken.None);
        }

        return differences;
    }
}
