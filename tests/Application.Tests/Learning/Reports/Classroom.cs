using ESchool.Application.Identity.Privacy;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Students;
using ESchool.Application.Learning.Watching;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Learning.Reports;

/// <summary>A course with students who learn, and its authors who look.</summary>
internal sealed class Classroom(TestSchool school, PublishedTestCourse course)
{
    private int reports;

    public PublishedTestCourse Course => course;

    public Actor Owner => course.Instructor;

    public static async Task<Classroom> OpenAsync(TestSchool school, int videoSeconds = 100) => new(school, await school.PublishedCourseAsync(videoSeconds));

    public async Task<Seat> EnrollAsync(string name = "Ada Lovelace", string? source = null)
    {
        var student = await school.UserAsync(name: name);
        var enrollmentId = await school.DoAsync<SchoolDbContext, Guid>(_ => GrantAsync(student, source ?? $"orders/{Guid.NewGuid()}"));
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        return new Seat(student, enrollmentId);
    }

    public async Task<Guid> GrantAsync(Actor student, string source)
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        return await db.InTransactionAsync(
            async () =>
            {
                var id = await scope
                    .ServiceProvider.GetRequiredService<EnrollStudent>()
                    .ExecuteAsync(student.UserId, course.Id, source, CancellationToken.None);
                await db.SaveChangesAsync();
                return id;
            },
            CancellationToken.None
        );
    }

    public async Task ChangeAsync(string source, GrantState state)
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await db.InTransactionAsync(
            async () =>
            {
                await scope.ServiceProvider.GetRequiredService<ChangeAccess>().ExecuteAsync(source, state, CancellationToken.None);
                await db.SaveChangesAsync();
            },
            CancellationToken.None
        );
    }

    public async Task WatchAsync(Seat seat, int from, int to)
    {
        await school.OpenAsync(seat.Student, seat.EnrollmentId, course);
        school.Clock.Advance(TimeSpan.FromSeconds(to - from));
        var report = new WatchReport(course.VideoLessonId, Interlocked.Increment(ref reports), [new SecondRange(from, to)], 0);
        await school.DoAsync<RecordWatch>(r => r.ExecuteAsync(seat.Student, seat.EnrollmentId, course.VideoLessonId, report, CancellationToken.None));
    }

    public async Task ReadAsync(Seat seat)
    {
        await school.DoAsync<GetLesson>(g => g.ExecuteAsync(seat.Student, seat.EnrollmentId, course.ArticleLessonId, CancellationToken.None));
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        await school.DoAsync<CompleteArticle>(c => c.ExecuteAsync(seat.Student, seat.EnrollmentId, course.ArticleLessonId, CancellationToken.None));
    }

    public async Task EraseAsync(params Seat[] seats)
    {
        foreach (var seat in seats)
        {
            await school.DoAsync<DeleteAccount>(d => d.ExecuteAsync(seat.Student, CancellationToken.None));
        }

        // Files are deleted, too.
        await school.PrepareStorageAsync();
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(seats.Length, await school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
    }

    public async Task<Actor> CoAuthorAsync(AuthorRole role)
    {
        var user = await school.StudentAsync();
        await school.SaveAsync(new CoAuthor(course.Id, user.UserId, role, school.Clock.GetUtcNow()));
        return user;
    }

    public Task<Page<StudentRow>> ListAsync(
        StudentOrder order = StudentOrder.Newest,
        StudentFilter? filter = null,
        string name = "",
        int size = 50,
        string? after = null,
        Actor? caller = null
    ) =>
        school.DoAsync<ListStudents, Page<StudentRow>>(l =>
            l.ExecuteAsync(caller ?? Owner, course.Id, filter ?? StudentFilter.All, name, order, new PageRequest(size, after), CancellationToken.None)
        );

    public Task<CourseEngagement> EngagementAsync() =>
        school.DoAsync<GetCourseEngagement, CourseEngagement>(g => g.ExecuteAsync(Owner, course.Id, CancellationToken.None));

    public Task<int> FoldAsync() => school.DoAsync<FoldEngagement, int>(f => f.ExecuteAsync(CancellationToken.None));

    public Task<IReadOnlyList<string>> RecountAsync(bool repair = false) =>
        school.DoAsync<RecountEngagement, IReadOnlyList<string>>(r => r.ExecuteAsync(course.Id, repair, CancellationToken.None));
}

/// <summary>A student with the enrollment.</summary>
internal sealed record Seat(Actor Student, Guid EnrollmentId);
