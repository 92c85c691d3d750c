using ESchool.Bench.Harness.Peers;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Reports;

/// <summary>A course with students.</summary>
/// <param name="Id">The course.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Students">How many.</param>
internal sealed record SeededCourse(Guid Id, Actor Owner, int Students);

/// <summary>
/// A course of thirty videos whose students stop at different places. Made through the domain; the students and what they watched are written by SQL, past the
/// product, so that nothing of it is counted yet.
/// </summary>
internal static class ReportSeed
{
    private const int Lessons = 30;
    private const int VideoSeconds = 600;

    public static async Task<SeededCourse> CourseAsync(TestDatabase database, TestSchool school, int students)
    {
        var (owner, now) = (await school.InstructorAsync(), school.Clock.GetUtcNow());
        var asset = await school.ReadyAssetAsync(owner, VideoSeconds);
        var course = new Course(owner.UserId, new CourseText("Thirty Lessons", "One after the other.", "All of it.", "en"), now);
        var section = course.AddSection("Everything", now);
        for (var i = 1; i <= Lessons; i++)
        {
            course.AddLesson(section.Id, $"Lesson {i}", required: true, new VideoContent(asset.Id, VideoContent.DefaultThresholdBasisPoints), now);
        }

        course.SetPrice(new Money(4_900, "EUR"), A.Limits);
        var playable = new Dictionary<Guid, int> { [asset.Id] = VideoSeconds };
        course.Submit(playable, now);
        course.Review(CourseState.Approved, "");
        var version = course.Publish(playable, "Grace Hopper", now);
        await school.SaveAsync(course);
        await school.SaveAsync(version);
        await FillAsync(database, owner.UserId, course.Id, version.Id, students);
        return new SeededCourse(course.Id, owner, students);
    }

    /// <summary>The student of number n has got through n modulo 31 lessons, and stopped in the next one.</summary>
    private static Task FillAsync(TestDatabase database, Guid ownerId, Guid courseId, Guid versionId, int students) =>
        database.AsOwnerAsync(
            $"""
            CREATE TEMPORARY TABLE seats AS
            SELECT n, gen_random_uuid() AS user_id, gen_random_uuid() AS id, now() - make_interval(mins => {students} - n) AS at
            FROM generate_series(1, {students}) AS n;
            INSERT INTO identity.users SELECT (jsonb_populate_record(u, jsonb_build_object('id', s.user_id, 'email', s.user_id || '@eschool.test',
                'email_normalized', s.user_id || '@eschool.test', 'display_name', 'Student ' || s.n))).*
            FROM seats s JOIN identity.users u ON u.id = '{ownerId}';
            INSERT INTO learning.enrollments (id, student_id, course_id, curriculum_version_id, state, created_at, is_metered, clock_counted_at,
                clock_budget_milliseconds, clock_open_until, started_at, last_seen_at, completed_lessons, progress_basis_points)
            SELECT id, user_id, '{courseId}', '{versionId}', 1, at, false, at, 0, at, at, at + make_interval(mins => (n * 7919) % 1000), 0, 0 FROM seats;
            INSERT INTO learning.lesson_progress (enrollment_id, lesson_id, asset_id, watched, resume_milliseconds, opened_at, completed_at)
            SELECT s.id, l.lesson_id, l.asset_id, int4multirange(int4range(0, CASE WHEN l.position <= s.n % 31 THEN {VideoSeconds} ELSE 1 + s.n % {VideoSeconds} END)),
                0, s.at, CASE WHEN l.position <= s.n % 31 THEN s.at END
            FROM seats s JOIN catalog.curriculum_lessons l ON l.version_id = '{versionId}' AND l.position <= s.n % 31 + 1;
            DROP TABLE seats;
            ANALYZE learning.lesson_progress, learning.enrollments, identity.users;
            """
        );
}
