using ESchool.Application.Administration;
using ESchool.Application.Administration.Moderation.Appeals;
using ESchool.Application.Notifications.Emails.Moderation;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

public sealed class AppealTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnAppeal_OfWhomItConcerns_UndoesWhatWasDecided_ByAnotherAdministrator()
    {
        var course = await school.PublishedCourseAsync();
        var (author, admin, other) = (await school.LearnerAsync(course), await school.AdminAsync(), await school.AdminAsync());
        var review = (await school.ReviewAsync(author, course, 1, "Too short.")).Review;
        var decision = await school.DecideAsync(admin, await school.StudentAsync(), TargetOf(review), RulingOf(ModerationAct.Hide));
        var appeal = await school.AppealAsync(author, decision);
        await Refused.WithAsync(ModerationReasons.AppealNeedsAnother, () => school.DecideAsync(admin, appeal, isReversed: true));
        var decided = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => school.DecideAsync(other, appeal, isReversed: true)));
        Assert.All(decided, file => Assert.Equal((AppealState.Reversed, true), (file.Appeal.State, file.Decision.IsReversed)));
        Assert.Equal(ReviewState.Visible, (await school.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync(r => r.Id == review.Id))).State);
        Assert.Equal("1 0 0 0 0", await school.CountsAsync(course));
        Assert.Single(await school.AskedForAsync(AppealDecidedEmailWork.Kind, appeal.Id));
        await school.DoAsync<SendAppealDecidedEmail>(s => s.ExecuteAsync(appeal.Id, CancellationToken.None));
        var told = Assert.Single(await Mails.ToAsync(await school.EmailAsync(author)));
        Assert.Contains("our decision was wrong", told, StringComparison.Ordinal);
        Assert.Contains("You wrote it.", told, StringComparison.Ordinal);
        await Refused.WithAsync(ModerationReasons.AppealDecided, () => school.DecideAsync(other, appeal, isReversed: false));
    }

    [Fact]
    public async Task AnAppeal_IsMadeOnce_AlsoWhenItIsSentManyTimes()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        var decision = await school.DecideAsync(admin, await school.StudentAsync(), TargetOf(course), RulingOf(ModerationAct.Warn));
        var appeals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => school.AppealAsync(course.Instructor, decision)));
        var appeal = Assert.Single(appeals.Select(a => a.Id).Distinct());
        var refusal = await Refused.WithAsync(ModerationReasons.AppealExists, () => school.AppealAsync(course.Instructor, decision, "Otherwise."));
        Assert.Equal($"appeals/{appeal}", refusal.Metadata["appeal"]);
        var stranger = await school.StudentAsync();
        await Refused.WithAsync(ModerationReasons.DecisionNotFound, () => school.AppealAsync(stranger, decision));
        Assert.Single((await school.CaseAsync(admin, decision.CaseId)).Decisions[0].Appeals);
    }

    [Fact]
    public async Task AfterSixMonths_ItIsTooLate()
    {
        await using var own = await TestSchool.OpenAsync();
        var (course, admin) = (await own.PublishedCourseAsync(), await own.AdminAsync());
        var decision = await own.DecideAsync(admin, await own.StudentAsync(), TargetOf(course), RulingOf(ModerationAct.Warn));
        own.Clock.Advance(TimeSpan.FromDays(185));
        await Refused.WithAsync(ModerationReasons.AppealTooLate, () => own.AppealAsync(course.Instructor, decision));
    }

    [Fact]
    public async Task AReporter_AppealsThatNothingWasDone_AndTheCaseIsOpenAgain()
    {
        var (course, admin, other, reporter) = (
            await school.PublishedCourseAsync(),
            await school.AdminAsync(),
            await school.AdminAsync(),
            await school.StudentAsync()
        );
        var decision = await school.DecideAsync(admin, reporter, TargetOf(course), Unfounded);
        var report = await school.ReadAsync(db => db.ModerationReports.AsNoTracking().SingleAsync(r => r.CaseId == decision.CaseId));
        Assert.NotNull(report.UnfoundedAt);
        await Refused.WithAsync(ModerationReasons.DecisionNotFound, () => school.AppealAsync(course.Instructor, decision));
        var appeal = await school.AppealAsync(reporter, decision, "Page 12 is mine.");
        Assert.True(appeal.IsByReporter);
        await school.DecideAsync(other, appeal, isReversed: true);
        var view = await school.ReportAsync(reporter, report.Id);
        Assert.Equal((CaseState.Open, null, null), (view.State, view.Decision, view.Report.UnfoundedAt));
        await school.ClaimAsync(other, decision.CaseId);
        await school.ResolveAsync(other, decision.CaseId, RulingOf(ModerationAct.Hide));
        Assert.Equal(ModerationAct.Hide, (await school.ReportAsync(reporter, report.Id)).Act);
        Assert.Equal(2, (await school.CaseAsync(other, decision.CaseId)).Decisions.Count);
        Assert.Equal(0, (await school.CourseAsync(course)).PublishedVersion);
        Assert.Equal(2, (await school.AskedForAsync(ReportDecidedEmailWork.Kind, report.Id)).Count);
    }

    [Fact]
    public async Task ASuspendedUser_AppealsByTheTokenOfTheMail()
    {
        var (course, admin, other) = (await school.PublishedCourseAsync(), await school.AdminAsync(), await school.AdminAsync());
        var decision = await school.DecideAsync(admin, await school.StudentAsync(), ProfileOf(course.Instructor), RulingOf(ModerationAct.Suspend));
        await school.DoAsync<SendStatementOfReasonsEmail>(s => s.ExecuteAsync(decision.Id, CancellationToken.None));
        var token = await Mails.FindTokenAsync(await school.EmailAsync(course.Instructor), "appeals");
        var appeal = await ByTokenAsync(token, "It was my brother.");
        Assert.Equal((course.Instructor.UserId, decision.Id), (appeal.AppellantId, appeal.DecisionId));
        Assert.Equal(appeal.Id, (await ByTokenAsync(token, "It was my brother.")).Id);
        await Refused.WithAsync(ModerationReasons.AppealTokenInvalid, () => ByTokenAsync(token[..^2] + "AA", "Forged."));
        await school.DecideAsync(other, appeal, isReversed: true);
        Assert.False(await school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == course.Instructor.UserId && u.SuspendedAt != null)));

        Task<ModerationAppeal> ByTokenAsync(string sent, string words) =>
            school.DoAsync<AppealByToken, ModerationAppeal>(a => a.ExecuteAsync(sent, words, CancellationToken.None));
    }

    [Fact]
    public async Task TheOnlyAdministrator_DecidesAlsoOnTheirOwnDecision()
    {
        await using var own = await TestSchool.OpenAsync();
        var (course, admin) = (await own.PublishedCourseAsync(), await own.AdminAsync());
        var decision = await own.DecideAsync(admin, await own.StudentAsync(), TargetOf(course), RulingOf(ModerationAct.Hide));
        var appeal = await own.AppealAsync(course.Instructor, decision);
        Assert.Equal(AppealState.Upheld, (await own.DecideAsync(admin, appeal, isReversed: false)).Appeal.State);
        var audited = await own.ReadAsync(db => db.AuditEvents.SingleAsync(e => e.Action == "appeal.decide"));
        Assert.Contains("\"same_reviewer\":", audited.After, StringComparison.Ordinal);
        Assert.Equal(0, (await own.CourseAsync(course)).PublishedVersion);
    }

    [Fact]
    public async Task WhoReportsWithoutGround_IsWarned_ThenPaused_AndTheAnswerSaysSo()
    {
        var (admin, reporter, instructor) = (await school.AdminAsync(), await school.StudentAsync(), await school.InstructorAsync());
        var decisions = new List<ModerationDecision>();
        for (var i = 1; i <= ReportingRecord.PausedAt; i++)
        {
            var course = await school.PublishedCourseAsync(instructor: instructor);
            decisions.Add(await school.DecideAsync(admin, reporter, TargetOf(course), Unfounded));
            Assert.Equal(Math.Max(0, i - ReportingRecord.WarnedAt + 1), (await school.AskedForAsync(ReportingWarnedEmailWork.Kind, reporter.UserId)).Count);
        }

        var next = await school.PublishedCourseAsync(instructor: instructor);
        var refusal = await Refused.WithAsync(ModerationReasons.ReportingPaused, () => school.ReportAsync(reporter, TargetOf(next)));
        Assert.Equal(ReportingRecord.PausedAt, refusal.Metadata["unfounded"]);
        Assert.InRange(
            (DateTimeOffset)refusal.Metadata["until"],
            school.Clock.GetUtcNow() + ReportingRecord.Pause - TimeSpan.FromHours(1),
            school.Clock.GetUtcNow() + ReportingRecord.Pause
        );
        await school.DoAsync<SendReportingWarnedEmail>(s =>
            s.ExecuteAsync(reporter.UserId, 5, (DateTimeOffset)refusal.Metadata["until"], CancellationToken.None)
        );
        Assert.Contains("You can report again from", Assert.Single(await Mails.ToAsync(await school.EmailAsync(reporter))), StringComparison.Ordinal);

        // A finding that an appeal takes back counts no more.
        var other = await school.AdminAsync();
        await school.DecideAsync(other, await school.AppealAsync(reporter, decisions[0]), isReversed: true);
        await school.ReportAsync(reporter, TargetOf(next));
    }
}
