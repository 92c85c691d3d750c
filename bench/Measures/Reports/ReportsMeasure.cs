using ESchool.Application;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Students;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Reports;

/// <summary>
/// What authors see of a course with many students: the funnel and the histograms of thirty videos, and pages of the list in each order. The use cases run in
/// this process; the counts that are read are compared with a recount first.
/// </summary>
internal sealed class ReportsMeasure : IMeasure
{
    private const int PageSize = 50;

    public string Name => "reports";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var school = TestSchool.On(database);
        var small = await ReportSeed.CourseAsync(database, school, students: 10_000);
        var large = await ReportSeed.CourseAsync(database, school, students: options.Quick ? 20_000 : 100_000);
        var differences = await school.DoAsync<RecountEngagement, IReadOnlyList<string>>(r => r.ExecuteAsync(small.Id, repair: true, CancellationToken.None));
        Findings.Require(differences.Count > 0, "The counts were there before they were counted.");
        await school.DoAsync<RecountEngagement>(r => r.ExecuteAsync(large.Id, repair: true, CancellationToken.None));
        await database.AsOwnerAsync("VACUUM (ANALYZE) learning.enrollments, learning.lesson_progress, learning.bucket_engagement, identity.users");
        findings.Report("students of the small course", 10_000);
        findings.Report("students of the large course", large.Students);

        var engagement = await Rounds.RunAsync(
            options,
            [
                new Contender("GetCourseEngagement, 10,000 students", (time, token) => EngagementAsync(small, time, token)),
                new Contender("GetCourseEngagement, large course", (time, token) => EngagementAsync(large, time, token)),
            ],
            cancellationToken
        );
        var lists = await Rounds.RunAsync(
            options,
            [
                .. Enum.GetValues<StudentOrder>()
                    .Select(order => new Contender($"ListStudents, {order}", (time, token) => ListAsync(large, order, "", time, token))),
                new Contender("ListStudents, rare name", (time, token) => ListAsync(large, StudentOrder.Newest, "student 77", time, token)),
            ],
            cancellationToken
        );
        findings.Add(engagement);
        findings.Add(lists);
        findings.AtMost("p99 of GetCourseEngagement, 10,000 students, ms", P99(engagement, "GetCourseEngagement, 10,000 students"), 100);
        foreach (var order in Enum.GetValues<StudentOrder>())
        {
            findings.AtMost($"p99 of a page, {order}, ms", P99(lists, $"ListStudents, {order}"), 100);
        }

        Task<Sample> EngagementAsync(SeededCourse course, TimeSpan time, CancellationToken token) =>
            Load.MeasureAsync(
                1,
                async () =>
                {
                    var seen = await school.DoAsync<GetCourseEngagement, CourseEngagement>(g =>
                        g.ExecuteAsync(course.Owner, course.Id, CancellationToken.None)
                    );
                    Findings.Require(seen.Funnel.Enrolled == course.Students && seen.Lessons.Sum(l => l.Watched.Sum()) > 0, "Students are missing.");
                    return 1;
                },
                time,
                token
            );

        Task<Sample> ListAsync(SeededCourse course, StudentOrder order, string name, TimeSpan time, CancellationToken token)
        {
            string? after = null;
            return Load.MeasureAsync(
                1,
                async () =>
                {
                    // Page after page, so that what is far behind is measured too.
                    var page = await school.DoAsync<ListStudents, Page<StudentRow>>(l =>
                        l.ExecuteAsync(course.Owner, course.Id, StudentFilter.All, name, order, new PageRequest(PageSize, after), CancellationToken.None)
                    );
                    Findings.Require(page.Items.Count > 0, "The page is empty.");
                    after = page.Next;
                    return 1;
                },
                time,
                token
            );
        }
    }

    private static Spread P99(Rounds rounds, string name) => Spread.Of(rounds.Samples[name].Select(s => s.P99));
}
