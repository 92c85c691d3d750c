using ESchool.Application.Administration;
using ESchool.Application.Administration.Moderation.Statistics;
using ESchool.Application.Chat.Messages;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Tests.Chat;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Chat;
using ESchool.Domain.Learning;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>What decisions do to messages and to students of a course, what statistics count, and what an erasure leaves.</summary>
public sealed class ModerationEffectTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ARemovedMessage_IsGoneForAllReaders_AlsoAtOtherReplicas_AndComesBack()
    {
        var (student, instructor, conversation) = await school.TalkingAsync();
        await using var other = TestSchool.On(school.Database);
        await using var here = await Reading.BeginAsync(school, student, conversation);
        await using var there = await Reading.BeginAsync(other, instructor, conversation);
        var clientId = Guid.NewGuid();
        await SendAsync(clientId);
        await school.SayAsync(student, conversation, "What?");
        await here.HasAsync(2);
        await there.HasAsync(2);

        var admin = await school.AdminAsync();
        var target = new ModerationTarget(TargetKind.Message, conversation, Sequence: 1);
        var decision = await school.DecideAsync(admin, student, target, RulingOf(ModerationAct.Hide));
        foreach (var reading in new[] { here, there })
        {
            await Wait.UntilAsync("The removal", () => Task.FromResult(reading.Changed.Count == 1));
            Assert.Equal((1, ""), (reading.Changed[0].Sequence, reading.Changed[0].Text));
            Assert.NotNull(reading.Changed[0].RemovedAt);
        }

        // Whoever comes later, lists, or sends it again gets no text; its evidence is in the case.
        await using var later = await Reading.BeginAsync(other, student, conversation);
        await later.HasAsync(2);
        Assert.Equal(("", "What?"), (later.Messages[0].Text, later.Messages[1].Text));
        var page = await school.DoAsync<ListMessages, Page<ChatMessage>>(l =>
            l.ExecuteAsync(instructor, conversation, new PageRequest(10, null), CancellationToken.None)
        );
        Assert.Equal(("", true), (page.Items[0].Text, page.Items[0].RemovedAt is not null));
        var again = await SendAsync(clientId);
        Assert.Equal((1, "", true), (again.Sequence, again.Text, again.RemovedAt is not null));
        Assert.Contains("Pay me", (await school.CaseAsync(admin, decision.CaseId)).Snapshots[0].Snapshot.Text, StringComparison.Ordinal);

        await school.LiftAsync(admin, decision);
        await Wait.UntilAsync("The return", () => Task.FromResult(there.Changed.Count == 2));
        Assert.Equal((1, "Pay me directly.", null), (there.Changed[1].Sequence, there.Changed[1].Text, there.Changed[1].RemovedAt));
        Assert.Equal([1L, 2], here.Sequences);

        Task<ChatMessage> SendAsync(Guid id) =>
            school.DoAsync<SendMessage, ChatMessage>(s => s.ExecuteAsync(instructor, conversation, id, "Pay me directly.", CancellationToken.None));
    }

    [Fact]
    public async Task ACourseTakenFromItsStudents_OpensForNoneOfThem_AndKeepsWhatWasLearned()
    {
        var (course, student, admin) = (await school.PublishedCourseAsync(), await school.StudentAsync(), await school.AdminAsync());
        var (enrollmentId, session) = (await school.EnrollmentAsync(student, course), Guid.NewGuid());
        var playback = await PlayAsync();
        await OpenTicketAsync(playback);
        await WatchAsync(1, 0, 10);
        await SuspendAsync(SuspensionScope.Sale);
        await OpenTicketAsync(await PlayAsync());

        await SuspendAsync(SuspensionScope.SaleAndAccess);
        await Refused.WithAsync(MediaReasons.PlaybackNotAllowed, () => OpenTicketAsync(playback));
        await Refused.WithAsync(CatalogReasons.CourseSuspended, PlayAsync);
        await Refused.WithAsync(CatalogReasons.CourseSuspended, ReadAsync);
        await Refused.WithAsync(CatalogReasons.CourseSuspended, CompleteAsync);
        school.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.InRange((await WatchAsync(2, 10, 90)).CreditedSeconds, 0, 20);
        var before = await school.DoAsync<GetEnrollment, EnrollmentView>(g => g.ExecuteAsync(student, enrollmentId, CancellationToken.None));
        Assert.Equal(0, before.CompletedLessons);
        await school.DoAsync<ExplainProgress>(e => e.ExecuteAsync(student, enrollmentId, CancellationToken.None));

        // Its instructor still plays it.
        await school.DoAsync<PreviewLesson>(p => p.ExecuteAsync(course.Instructor, course.Id, course.VideoLessonId, CancellationToken.None));
        await school.DoAsync<ReinstateCourse>(r => r.ExecuteAsync(admin, course.Id, CancellationToken.None));
        await OpenTicketAsync(await PlayAsync());
        await ReadAsync();

        Task<Playback> PlayAsync() =>
            school.DoAsync<CreatePlayback, Playback>(c => c.ExecuteAsync(student, enrollmentId, course.VideoLessonId, CancellationToken.None));

        Task ReadAsync() => school.DoAsync<GetLesson>(g => g.ExecuteAsync(student, enrollmentId, course.ArticleLessonId, CancellationToken.None));

        Task CompleteAsync() => school.DoAsync<CompleteArticle>(c => c.ExecuteAsync(student, enrollmentId, course.ArticleLessonId, CancellationToken.None));

        Task OpenTicketAsync(Playback one) => school.DoAsync<OpenPlaybackTicket>(o => o.ExecuteAsync(one.Ticket, CancellationToken.None));

        Task SuspendAsync(SuspensionScope scope) =>
            school.DoAsync<SuspendCourse>(s => s.ExecuteAsync(admin, course.Id, "Copied.", scope, CancellationToken.None));

        Task<WatchResult> WatchAsync(int sequence, int start, int end) =>
            school.DoAsync<RecordWatch, WatchResult>(r =>
                r.ExecuteAsync(
                    student,
                    enrollmentId,
                    course.VideoLessonId,
                    new WatchReport(session, sequence, [new SecondRange(start, end)], end * 1000L),
                    CancellationToken.None
                )
            );
    }

    [Fact]
    public async Task Statistics_CountWhatHappenedInAPeriod()
    {
        await using var own = await TestSchool.OpenAsync();
        await own.PublishedCourseAsync();
        own.Clock.Advance(TimeSpan.FromDays(30));
        var begin = own.Clock.GetUtcNow();
        var (admin, other) = (await own.AdminAsync(), await own.AdminAsync());
        for (var i = 1; i <= 4; i++)
        {
            var (course, reporter) = (await own.PublishedCourseAsync(), await own.StudentAsync());
            var report = await own.ReportAsync(reporter, TargetOf(course), i == 1 ? ReportCategory.Fraud : ReportCategory.Copyright);
            own.Clock.Advance(TimeSpan.FromHours(i));
            await own.ClaimAsync(admin, report.CaseId);
            var decision = (await own.ResolveAsync(admin, report.CaseId, i == 4 ? Unfounded : RulingOf(ModerationAct.Hide))).Decision;
            if (i == 2)
            {
                var appeal = await own.AppealAsync(course.Instructor, decision);
                own.Clock.Advance(TimeSpan.FromHours(5));
                await own.DecideAsync(other, appeal, isReversed: true);
            }
        }

        var profile = await own.OpenAsync(admin, ProfileOf(await own.InstructorAsync()));
        await own.ResolveAsync(admin, profile.Id, RulingOf(ModerationAct.Warn));
        var end = own.Clock.GetUtcNow().AddMinutes(1);
        var figures = await CountAsync(begin, end);
        Assert.Equal(
            [new ReportFigures(TargetKind.Course, ReportCategory.Copyright, 3), new ReportFigures(TargetKind.Course, ReportCategory.Fraud, 1)],
            figures.Reports
        );
        Assert.Equal(
            [
                new DecisionFigures(TargetKind.Course, ModerationAct.None, null, CaseOrigin.Report, 1, 0),
                new DecisionFigures(TargetKind.Course, ModerationAct.Hide, DecisionGround.Terms, CaseOrigin.Report, 3, 1),
                new DecisionFigures(TargetKind.Profile, ModerationAct.Warn, DecisionGround.Terms, CaseOrigin.Staff, 1, 0),
            ],
            figures.Decisions
        );
        Assert.Equal([new AppealFigures(TargetKind.Course, false, AppealState.Reversed, 1)], figures.Appeals);
        Assert.Equal(
            (2, 4, 5, 1),
            (
                (int)figures.DecisionMedian!.Value.TotalHours,
                (int)figures.DecisionP95!.Value.TotalHours,
                (int)figures.AppealMedian!.Value.TotalHours,
                figures.Unfounded
            )
        );
        var before = await CountAsync(begin.AddDays(-20), begin);
        Assert.Equal((0, 0, 0, null), (before.Reports.Count, before.Decisions.Count, before.Appeals.Count, before.DecisionMedian));

        Task<ModerationFigures> CountAsync(DateTimeOffset since, DateTimeOffset until) =>
            own.DoAsync<GetModerationStatistics, ModerationFigures>(g => g.ExecuteAsync(since, until, CancellationToken.None));
    }

    [Fact]
    public async Task AnErasedPerson_LeavesNumbers_AndNoWords()
    {
        await using var own = await TestSchool.OpenAsync();
        await own.PrepareStorageAsync();
        var (student, instructor, conversation) = await own.TalkingAsync();
        var admin = await own.AdminAsync();
        await own.SayAsync(student, conversation, "Zephyrine writes.");
        await own.SayAsync(instructor, conversation, "And Grace answers.");
        var about = await own.DecideAsync(
            admin,
            instructor,
            new ModerationTarget(TargetKind.Message, conversation, Sequence: 1),
            RulingOf(ModerationAct.Hide, facts: "Zephyrine insults.")
        );
        await own.AppealAsync(student, about, "Zephyrine appeals.");
        var by = await own.ReportAsync(student, new ModerationTarget(TargetKind.Message, conversation, Sequence: 2), ReportCategory.Spam, "Zephyrine reports.");
        await own.OpenAsync(admin, ProfileOf(student));
        await own.ResolveAsync(admin, (await own.OpenAsync(admin, ProfileOf(student))).Id, RulingOf(ModerationAct.Hide, facts: "Zephyrine's name."));
        await own.ReadAsync(db =>
            db.Users.Where(u => u.Id == student.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, own.Clock.GetUtcNow().AddDays(-1)))
        );
        Assert.Equal(1, await own.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
        Assert.Empty(await DatabaseSearch.FindTablesAsync(own.Database, "Zephyrine"));
        Assert.Equal(
            ("", ModerationAct.Hide),
            await own.ReadAsync(db =>
                db.ModerationDecisions.Where(d => d.Id == about.Id).Select(d => new ValueTuple<string, ModerationAct>(d.Facts, d.Act)).SingleAsync()
            )
        );
        Assert.Equal("And Grace answers.", (await own.CaseAsync(admin, by.CaseId)).Snapshots[0].Snapshot.Text);

        // Lifting what concerned them still works, and brings nothing back.
        await own.LiftAsync(admin, about);
        Assert.Empty(await DatabaseSearch.FindTablesAsync(own.Database, "Zephyrine"));
    }
}
