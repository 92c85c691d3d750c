using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront.CoursePages;

/// <summary>
/// Finds what to show beside a course: what those learn who learn it, and, where they are few, the most popular of its category. The last thousand learners
/// speak for all.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class RelatedCourses(SchoolReads reads, CoursesOnSale courses)
{
    private const int Count = 8;
    private const int Learners = 1_000;

    private static readonly string Related = $"""
        WITH learners AS (
            SELECT student_id FROM learning.enrollments WHERE course_id = $1 AND state = {(int)EnrollmentState.Active} ORDER BY id DESC LIMIT {Learners}
        ), together AS (
            SELECT e.course_id, count(*) AS weight FROM learners JOIN learning.enrollments e USING (student_id)
            WHERE e.course_id <> $1 AND e.state = {(int)EnrollmentState.Active} GROUP BY e.course_id
        ), alike AS (
            SELECT l.course_id, 0 AS weight FROM catalog.listings l LEFT JOIN catalog.course_popularity p USING (course_id)
            WHERE l.category = $2 AND $2 <> '' AND l.course_id <> $1 ORDER BY coalesce(p.learners, 0) DESC, l.course_id DESC LIMIT {Count}
        )
        SELECT r.course_id FROM (SELECT * FROM together UNION ALL SELECT * FROM alike) r
        JOIN catalog.courses c ON c.id = r.course_id AND c.published_version > 0 LEFT JOIN catalog.course_popularity p ON p.course_id = r.course_id
        GROUP BY r.course_id ORDER BY max(r.weight) DESC, max(p.learners) DESC NULLS LAST, r.course_id DESC LIMIT {Count}
        """;

    /// <summary>Finds at most eight courses on sale, the closest first.</summary>
    public async Task<IReadOnlyList<PublishedCourse>> FindAsync(Guid courseId, string category, CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        await using (var command = reads.Planned(Related))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = courseId });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = category });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                ids.Add(rows.GetGuid(0));
            }
        }

        var found = await courses.FindAsync([.. ids], cancellationToken);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }
}
