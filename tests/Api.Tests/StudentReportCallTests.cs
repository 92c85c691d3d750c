using ESchool.Contracts.Learning.V1;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ESchool.Api.Tests;

/// <summary>What authors see of their students, and tell them, over the wire.</summary>
public sealed class StudentReportCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly StudentReportService.StudentReportServiceClient reports = new(fixture.Channel);
    private readonly AnnouncementService.AnnouncementServiceClient announcements = new(fixture.Channel);

    [Fact]
    public async Task Students_AreListedInPages_ThatBelongToTheirArguments()
    {
        var (course, owner) = await CourseAsync(students: 3);
        var request = new ListStudentsRequest
        {
            Course = course,
            PageSize = 2,
            OrderBy = StudentOrder.LeastProgress,
        };
        var first = await reports.ListStudentsAsync(request, owner);
        Assert.Equal(2, first.Students.Count);
        Assert.All(first.Students, s => Assert.StartsWith($"{course}/students/", s.Name, StringComparison.Ordinal));
        Assert.Null(first.Students[0].LastSeenTime);
        Assert.Equal(2, first.Students[0].RequiredLessons);
        var second = await reports.ListStudentsAsync(new ListStudentsRequest(request) { PageToken = first.NextPageToken }, owner);
        Assert.Empty(second.NextPageToken);
        Assert.Equal(3, first.Students.Concat(second.Students).Select(s => s.User).Distinct().Count());

        var other = new ListStudentsRequest(request) { PageToken = first.NextPageToken, OrderBy = StudentOrder.MostProgress };
        await Status.OfAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", async () => await reports.ListStudentsAsync(other, owner));
        var one = await reports.GetStudentAsync(new GetStudentRequest { Name = first.Students[0].Name }, owner);
        Assert.Equal((1, 2), (one.CurriculumVersion, one.Lessons.Count));
        Assert.Equal(first.Students[0], one.Student);
    }

    [Fact]
    public async Task BadFilters_AreRefusedByName()
    {
        var (course, owner) = await CourseAsync(students: 1);
        StudentFilter[] filters =
        [
            new() { MinProgressBasisPoints = -1 },
            new() { MaxProgressBasisPoints = 10_001 },
            new() { MinProgressBasisPoints = 2, MaxProgressBasisPoints = 1 },
            new() { State = (Enrollment.Types.State)9 },
            new() { NotSeenSinceTime = new Timestamp { Seconds = long.MaxValue } },
        ];
        foreach (var filter in filters)
        {
            await Status.OfAsync(
                StatusCode.InvalidArgument,
                "REQUEST_INVALID",
                async () => await reports.ListStudentsAsync(new ListStudentsRequest { Course = course, Filter = filter }, owner)
            );
            await Status.OfAsync(
                StatusCode.InvalidArgument,
                "REQUEST_INVALID",
                async () => await announcements.PreviewAnnouncementAsync(new PreviewAnnouncementRequest { Course = course, Filter = filter }, owner)
            );
        }

        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            async () => await reports.ListStudentsAsync(new ListStudentsRequest { Course = course, OrderBy = (StudentOrder)9 }, owner)
        );
    }

    [Fact]
    public async Task Engagement_HasTheLessonsOfTheVersion()
    {
        var (course, owner) = await CourseAsync(students: 2);
        var seen = await reports.GetCourseEngagementAsync(new GetCourseEngagementRequest { Course = course }, owner);
        Assert.Equal((2, 0), (seen.Funnel.EnrolledCount, seen.Funnel.StartedCount));
        Assert.Equal([100, 0], seen.Lessons.Select(l => l.WatchedCounts.Count));
        Assert.Equal(100, seen.Lessons[0].VideoDuration.Seconds);
        Assert.Null(seen.Lessons[1].VideoDuration);
    }

    [Fact]
    public async Task AnAnnouncement_ThatIsSentAgain_IsOne_AndNeedsItsRequestId()
    {
        var (course, owner) = await CourseAsync(students: 2);
        var request = new PublishAnnouncementRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Course = course,
            Subject = "News",
            TextMarkdown = "Read *this*.\n\nAnd that.",
            Filter = new StudentFilter { MaxProgressBasisPoints = 0, Completed = false },
        };
        var published = (await announcements.PublishAnnouncementAsync(request, owner)).Announcement;
        Assert.Equal(published, (await announcements.PublishAnnouncementAsync(request, owner)).Announcement);
        Assert.Equal((2, request.Filter, request.TextMarkdown), (published.RecipientCount, published.Filter, published.TextMarkdown));
        var listed = Assert.Single((await announcements.ListAnnouncementsAsync(new ListAnnouncementsRequest { Course = course }, owner)).Announcements);
        Assert.Equal(published, listed);
        Assert.Equal(1, (await announcements.PreviewAnnouncementAsync(new PreviewAnnouncementRequest { Course = course }, owner)).RemainingCount);

        foreach (
            var wrong in new[]
            {
                new PublishAnnouncementRequest(request) { RequestId = "" },
                new PublishAnnouncementRequest(request) { RequestId = "one" },
                new PublishAnnouncementRequest(request) { Subject = "" },
                new PublishAnnouncementRequest(request) { Subject = "two\nlines" },
                new PublishAnnouncementRequest(request) { TextMarkdown = new string('a', 10_001) },
            }
        )
        {
            await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", async () => await announcements.PublishAnnouncementAsync(wrong, owner));
        }

        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_ID_REUSED",
            async () => await announcements.PublishAnnouncementAsync(new PublishAnnouncementRequest(request) { Subject = "Other" }, owner)
        );
    }

    private async Task<(string Course, Metadata Owner)> CourseAsync(int students)
    {
        var course = await fixture.School.PublishedCourseAsync();
        for (var i = 0; i < students; i++)
        {
            await fixture.School.EnrollmentAsync(await fixture.School.StudentAsync(), course);
        }

        return ($"courses/{course.Id}", await fixture.HeadersAsync(course.Instructor));
    }
}
