using ESchool.Application.Certificates;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Versions;
using ESchool.Application.Learning.Watching;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Certificates;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Learning;

/// <summary>One student and one course of a video (lesson 0) and an article (lesson 1), both required in the first version.</summary>
internal sealed class CourseLife(TestSchool school, Actor student, PublishedTestCourse course)
{
    private int purchases;
    private int reports;
    private bool wasComplete;
    private HashSet<Guid> completeLessons = [];

    public Guid EnrollmentId { get; private set; }

    private string Source => $"orders/{course.Id}-{purchases}";

    public static async Task<CourseLife> BeginAsync(TestSchool school)
    {
        var life = new CourseLife(school, await school.StudentAsync(), await school.PublishedCourseAsync(videoSeconds: 100));
        await life.BuyAsync();
        return life;
    }

    public async Task BuyAsync()
    {
        if (EnrollmentId == Guid.Empty || (await EnrollmentAsync()).State == EnrollmentState.Ended)
        {
            purchases++;
            await InTransactionAsync<EnrollStudent>(async enroll =>
                EnrollmentId = await enroll.ExecuteAsync(student.UserId, course.Id, Source, CancellationToken.None)
            );
        }
    }

    public Task GiveBackAsync() => InTransactionAsync<ChangeAccess>(change => change.ExecuteAsync(Source, GrantState.Revoked, CancellationToken.None));

    public Task<ProgressReport> ExplainAsync() =>
        school.DoAsync<ExplainProgress, ProgressReport>(e => e.ExecuteAsync(student, EnrollmentId, CancellationToken.None));

    public async Task<Enrollment> EnrollmentAsync() => (await ViewAsync()).Enrollment;

    /// <summary>Does everything of a lesson, as far as there is access.</summary>
    public async Task FinishAsync(int lesson)
    {
        if ((await EnrollmentAsync()).State == EnrollmentState.Ended)
        {
            return;
        }

        if (lesson == 0)
        {
            await WatchAsync(0, 100);
            return;
        }

        await school.DoAsync<GetLesson>(g => g.ExecuteAsync(student, EnrollmentId, course.ArticleLessonId, CancellationToken.None));
        school.Clock.Advance(TimeSpan.FromSeconds(11));
        await school.DoAsync<CompleteArticle>(c => c.ExecuteAsync(student, EnrollmentId, course.ArticleLessonId, CancellationToken.None));
    }

    public async Task<WatchResult> WatchAsync(int from, int to)
    {
        if ((await EnrollmentAsync()).State == EnrollmentState.Ended)
        {
            return new WatchResult(0, false, 0, false, false);
        }

        await OpenAsync();
        school.Clock.Advance(TimeSpan.FromSeconds(to - from));
        return await ReportAsync(from, to);
    }

    public Task OpenAsync() => school.OpenAsync(student, EnrollmentId, course);

    public Task<WatchResult> ReportAsync(int from, int to)
    {
        var report = new WatchReport(course.VideoLessonId, ++reports, [new SecondRange(from, to)], 0);
        return school.DoAsync<RecordWatch, WatchResult>(r => r.ExecuteAsync(student, EnrollmentId, course.VideoLessonId, report, CancellationToken.None));
    }

    /// <summary>Takes the version that is offered, if one is; what was said of it before comes true.</summary>
    public async Task AcceptAsync()
    {
        var offer = await OfferAsync();
        var before = await ViewAsync();
        Assert.Equal(offer?.Version ?? 0, before.OfferedVersion);
        if (offer is null)
        {
            return;
        }

        for (var times = 0; times < 2; times++)
        {
            var after = await school.DoAsync<AcceptCurriculumVersion, EnrollmentView>(a =>
                a.ExecuteAsync(student, EnrollmentId, offer.Version, CancellationToken.None)
            );
            Assert.Equal(
                (offer.Version, offer.RequiredLessons, offer.CompletedLessons),
                (after.CurriculumVersion, after.RequiredLessons, after.CompletedLessons)
            );
            Assert.Equal(before.Enrollment.CompletedAt is not null || offer.CompletesCourse, after.Enrollment.CompletedAt is not null);
            Assert.Equal(0, after.OfferedVersion);
        }

        var lessons = (await ExplainAsync()).Lessons.ToDictionary(l => l.Lesson.LessonId, l => l.Complete);
        Assert.All(offer.Lessons, l => Assert.Equal(l.IsComplete, lessons[l.Change.LessonId]));
    }

    public Task AcceptAsync(int version, Actor? by = null) =>
        school.DoAsync<AcceptCurriculumVersion>(a => a.ExecuteAsync(by ?? student, EnrollmentId, version, CancellationToken.None));

    public async Task<ProgressReport> CurriculumAsync() =>
        (await school.DoAsync<GetCurriculum, EnrollmentCurriculum>(g => g.ExecuteAsync(student, EnrollmentId, CancellationToken.None))).Progress;

    public Task<CurriculumOffer?> OfferAsync() =>
        school.DoAsync<ListCurriculumChanges, CurriculumOffer?>(l => l.ExecuteAsync(student, EnrollmentId, CancellationToken.None));

    public async Task<Guid> PublishAsync(
        bool[]? required = null,
        int thresholdBasisPoints = VideoContent.DefaultThresholdBasisPoints,
        bool replacesVideo = false
    )
    {
        var replacement = replacesVideo ? await school.ReadyAssetAsync(course.Instructor, 100) : null;
        var (videoRequired, articleRequired) = (required?[0] ?? true, required?[1] ?? true);
        return await school.DoAsync<SchoolDbContext, Guid>(async db =>
        {
            var now = school.Clock.GetUtcNow();
            var draft = await db.Courses.Include(c => c.Sections).ThenInclude(s => s.Lessons).SingleAsync(c => c.Id == course.Id);
            var asset = replacement?.Id ?? draft.FindLesson(course.VideoLessonId).AssetId!.Value;
            draft.EditLesson(course.VideoLessonId, "The lecture", videoRequired, new VideoContent(asset, thresholdBasisPoints), now);
            draft.EditLesson(course.ArticleLessonId, "The article", articleRequired || !videoRequired, new ArticleContent("Read me.", 10), now);
            var playable = new Dictionary<Guid, int> { [asset] = 100 };
            draft.Submit(playable, now);
            draft.Review(CourseState.Approved, "");
            var version = draft.Publish(playable, "Grace Hopper", now);
            db.Add(version);
            await db.SaveChangesAsync();
            return version.Id;
        });
    }

    public async Task RequireAgreementAsync()
    {
        var (view, report) = (await ViewAsync(), await ExplainAsync());
        var required = report.Lessons.Where(l => l.Lesson.Required).ToList();
        var isComplete = view.Enrollment.CompletedAt is not null;
        Assert.Equal((required.Count, required.Count(l => l.Complete)), (view.RequiredLessons, view.CompletedLessons));
        Assert.Equal(isComplete, view.ProgressBasisPoints == 10_000);
        Assert.True(
            isComplete || view.Enrollment.State == EnrollmentState.Ended || required.Exists(l => !l.Complete),
            "Nothing is missing, and the course is not complete."
        );
        Assert.True(isComplete || !wasComplete, "A course that was complete is so no more.");
        Assert.DoesNotContain(report.Lessons, l => !l.Complete && completeLessons.Contains(l.Lesson.LessonId));
        var fault = await Assert.ThrowsAsync<DomainException>(() =>
            school.DoAsync<GetEnrollmentCertificate>(g => g.ExecuteAsync(student, EnrollmentId, CancellationToken.None))
        );
        Assert.Equal(isComplete ? CertificateReasons.CertificateBeingIssued : CertificateReasons.CourseNotComplete, fault.Reason);
        Assert.Equal((view.CompletedLessons, view.ProgressBasisPoints), (view.Enrollment.CompletedLessons, view.Enrollment.ProgressBasisPoints));
        Assert.Empty(await school.DoAsync<RecountEngagement, IReadOnlyList<string>>(r => r.ExecuteAsync(course.Id, repair: false, CancellationToken.None)));
        wasComplete = isComplete;
        completeLessons = [.. completeLessons, .. report.Lessons.Where(l => l.Complete).Select(l => l.Lesson.LessonId)];
    }

    private Task<EnrollmentView> ViewAsync() =>
        school.DoAsync<GetEnrollment, EnrollmentView>(g => g.ExecuteAsync(student, EnrollmentId, CancellationToken.None));

    private async Task InTransactionAsync<TUseCase>(Func<TUseCase, Task> act)
        where TUseCase : notnull
    {
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await db.InTransactionAsync(
            async () =>
            {
                await act(scope.ServiceProvider.GetRequiredService<TUseCase>());
                await db.SaveChangesAsync();
            },
            CancellationToken.None
        );
    }
}
