using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>Races for a case, and that a decision has one effect.</summary>
public sealed class CaseTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task OfManyWhoClaimACaseAtOnce_OneGetsIt()
    {
        var caseId = await ReportedAsync();
        var admins = new List<Actor>();
        for (var i = 0; i < 8; i++)
        {
            admins.Add(await school.AdminAsync());
        }

        var outcomes = await Task.WhenAll(admins.Select(admin => TryAsync(() => school.ClaimAsync(admin, caseId))));
        Assert.Single(outcomes, reason => reason is null);
        Assert.All(outcomes.OfType<Reason>(), reason => Assert.Equal(ModerationReasons.CaseClaimed, reason));
        var holder = await school.ReadAsync(db => db.ModerationCases.Where(c => c.Id == caseId).Select(c => c.ClaimedBy).SingleAsync());
        Assert.Equal(admins[outcomes.ToList().IndexOf(null)].UserId, holder);
        Assert.Equal(1, await AuditedAsync(caseId, "case.claim"));
    }

    [Fact]
    public async Task AClaim_IsRenewed_TakenOverWithANote_ReleasedAndExpires()
    {
        var (caseId, ada, grace) = (await ReportedAsync(), await school.AdminAsync(), await school.AdminAsync());
        await school.ClaimAsync(ada, caseId);
        await school.ClaimAsync(ada, caseId);
        var refusal = await Refused.WithAsync(ModerationReasons.CaseClaimed, () => school.ClaimAsync(grace, caseId));
        Assert.Equal($"users/{ada.UserId}", refusal.Metadata["holder"]);
        await school.ClaimAsync(grace, caseId, takesOver: true);
        await Refused.WithAsync(ModerationReasons.CaseClaimed, () => school.ResolveAsync(ada, caseId, Nothing));
        var events = (await school.CaseAsync(ada, caseId)).Events;
        Assert.Equal(["case.claim", "case.take_over"], events.Select(e => e.Action));
        Assert.Contains("Urgent.", events[1].After, StringComparison.Ordinal);
        await school.DoAsync<ReleaseCase, ModerationCase>(r => r.ExecuteAsync(ada, caseId, CancellationToken.None));
        await Refused.WithAsync(ModerationReasons.CaseClaimed, () => school.ClaimAsync(ada, caseId));
        await school.DoAsync<ReleaseCase, ModerationCase>(r => r.ExecuteAsync(grace, caseId, CancellationToken.None));
        await Refused.WithAsync(ModerationReasons.CaseNotClaimed, () => school.ResolveAsync(grace, caseId, Nothing));
        await school.ClaimAsync(ada, caseId);
        school.Clock.Advance(ModerationCase.ClaimLifetime);
        await Refused.WithAsync(ModerationReasons.CaseNotClaimed, () => school.ResolveAsync(ada, caseId, Nothing));
        await school.ClaimAsync(grace, caseId);
    }

    [Fact]
    public async Task ADecisionSentManyTimesAtOnce_HasOneEffect()
    {
        var course = await school.PublishedCourseAsync();
        var review = (await school.ReviewAsync(await school.LearnerAsync(course), course, 1, "Insults.")).Review;
        var (admin, reporter) = (await school.AdminAsync(), await school.StudentAsync());
        var report = await school.ReportAsync(reporter, TargetOf(review));
        await school.ClaimAsync(admin, report.CaseId);
        var hide = RulingOf(ModerationAct.Hide);
        var decisions = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => school.ResolveAsync(admin, report.CaseId, hide)));
        var decision = Assert.Single(decisions.Select(d => d.Decision.Id).Distinct());
        Assert.Equal(ReviewState.Hidden, (await school.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync(r => r.Id == review.Id))).State);
        Assert.Equal("0 0 0 0 0", await school.CountsAsync(course));
        Assert.Equal(
            (1, 1),
            (
                await AuditedAsync(report.CaseId, "case.resolve"),
                await school.ReadAsync(db =>
                    db.AuditEvents.CountAsync(e => e.Action == "review.hide" && e.Resource == $"courses/{course.Id}/reviews/{review.Id}")
                )
            )
        );
        Assert.Single(await school.AskedForAsync(StatementOfReasonsEmailWork.Kind, decision));
        Assert.Single(await school.AskedForAsync(ReportDecidedEmailWork.Kind, report.Id));
        await Refused.WithAsync(ModerationReasons.CaseResolved, () => school.ResolveAsync(admin, report.CaseId, Nothing));
        var other = await school.AdminAsync();
        await Refused.WithAsync(ModerationReasons.CaseResolved, () => school.ResolveAsync(other, report.CaseId, hide));
    }

    [Fact]
    public async Task OfTwoDecisionsAtOnce_OneHolds()
    {
        var (caseId, admin) = (await ReportedAsync(), await school.AdminAsync());
        await school.ClaimAsync(admin, caseId);
        var outcomes = await Task.WhenAll(
            TryAsync(() => school.ResolveAsync(admin, caseId, Nothing)),
            TryAsync(() => school.ResolveAsync(admin, caseId, RulingOf(ModerationAct.Warn))),
            TryAsync(() => school.ResolveAsync(admin, caseId, RulingOf(ModerationAct.Hide)))
        );
        Assert.Single(outcomes, reason => reason is null);
        Assert.All(outcomes.OfType<Reason>(), reason => Assert.Equal(ModerationReasons.CaseResolved, reason));
        var decision = Assert.Single((await school.CaseAsync(admin, caseId)).Decisions).Decision;
        var target = await school.ReadAsync(db => db.Courses.AsNoTracking().SingleAsync(c => decision.Target == "courses/" + c.Id.ToString()));
        Assert.Equal(decision.Act == ModerationAct.Hide, target.SuspendedAt is not null);
    }

    [Fact]
    public async Task AReport_WhileTheCaseIsDecided_IsInThatCase_OrInANewOne()
    {
        for (var round = 0; round < 10; round++)
        {
            var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
            var (first, late) = (await school.StudentAsync(), await school.StudentAsync());
            var caseId = (await school.ReportAsync(first, TargetOf(course))).CaseId;
            await school.ClaimAsync(admin, caseId);
            var reporting = school.ReportAsync(late, TargetOf(course));
            await school.ResolveAsync(admin, caseId, RulingOf(ModerationAct.Warn));
            var report = await reporting;
            var opened = await school.ReadAsync(db => db.ModerationCases.AsNoTracking().SingleAsync(c => c.Id == report.CaseId));
            var told = await school.AskedForAsync(ReportDecidedEmailWork.Kind, report.Id);
            Assert.Equal(report.CaseId == caseId ? (CaseState.Resolved, 1) : (CaseState.Open, 0), (opened.State, told.Count));
            Assert.Equal(report.CaseId == caseId ? 2 : 1, opened.ReportCount);
        }
    }

    [Fact]
    public async Task StaffOpenACaseThemselves_AndNobodyDecidesAboutThemselves()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        var opened = await school.OpenAsync(admin, TargetOf(course));
        Assert.Equal((CaseOrigin.Staff, admin.UserId, 0), (opened.Origin, opened.ClaimedBy, opened.ReportCount));
        Assert.Equal(opened.Id, (await school.OpenAsync(await school.AdminAsync(), TargetOf(course))).Id);
        var decision = (await school.ResolveAsync(admin, opened.Id, RulingOf(ModerationAct.Warn))).Decision;
        Assert.Equal(CaseOrigin.Staff, decision.Origin);
        await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.OpenAsync(admin, ProfileOf(admin)));
        var about = (await school.OpenAsync(await school.AdminAsync(), ProfileOf(admin))).Id;
        await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.ClaimAsync(admin, about, takesOver: true));
        await Refused.WithAsync(ModerationReasons.CaseNotFound, () => school.ClaimAsync(admin, Guid.NewGuid()));
    }

    [Fact]
    public async Task HidingOrShowingAReviewDirectly_DecidesItsCase_AndTellsWhy()
    {
        var course = await school.PublishedCourseAsync();
        var (author, reporter, admin) = (await school.LearnerAsync(course), await school.StudentAsync(), await school.AdminAsync());
        var review = (await school.ReviewAsync(author, course, 1, "Insults.")).Review;
        var report = await school.ReportAsync(reporter, TargetOf(review));
        await school.HideAsync(admin, review);
        await school.HideAsync(admin, review, "Insults, again.");
        var file = await school.CaseAsync(admin, report.CaseId);
        var decision = Assert.Single(file.Decisions).Decision;
        Assert.Equal(
            (CaseState.Resolved, ModerationAct.Hide, DecisionGround.Terms, "Insults."),
            (file.Case.State, decision.Act, decision.Ground, decision.Facts)
        );
        Assert.Single(await school.AskedForAsync(StatementOfReasonsEmailWork.Kind, decision.Id));
        Assert.Equal(ModerationAct.Hide, (await school.ReportAsync(reporter, report.Id)).Act);
        await school.ShowAsync(admin, review);
        Assert.NotNull((await school.CaseAsync(admin, report.CaseId)).Decisions[0].Decision.LiftedAt);
        Assert.Single(await school.AskedForAsync(DecisionLiftedEmailWork.Kind, decision.Id));
        Assert.Equal(1, await school.ReadAsync(db => db.ModerationCases.CountAsync(c => c.Target == decision.Target)));
    }

    private async Task<Guid> ReportedAsync() => (await school.ReportAsync(await school.StudentAsync(), TargetOf(await school.PublishedCourseAsync()))).CaseId;

    private Task<int> AuditedAsync(Guid caseId, string action) =>
        school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Resource == $"cases/{caseId}" && e.Action == action));

    private static async Task<Reason?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DomainException refusal)
        {
            return refusal.Reason;
        }
    }
}
