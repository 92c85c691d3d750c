using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Authors;
using ESchool.Tests.Support;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>Nobody judges what they have a part in, or reads who reported it; and what was appealed is not decided two ways.</summary>
public sealed class PartTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task WhoHasAPartInACase_NeitherReadsNorClaimsIt()
    {
        var (course, admin, other) = (await school.PublishedCourseAsync(), await school.AdminAsync(), await school.AdminAsync());
        await school.SaveAsync(new CoAuthor(course.Id, admin.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        foreach (var target in new[] { TargetOf(course), ProfileOf(admin) })
        {
            var report = await school.ReportAsync(target.Kind == TargetKind.Course ? await school.StudentAsync() : other, target);
            await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.CaseAsync(admin, report.CaseId));
            await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.ClaimAsync(admin, report.CaseId));
            Assert.Single((await school.CaseAsync(other, report.CaseId)).Reports);
        }
    }

    [Fact]
    public async Task AReporter_WhoIsRight_WaitsWithTheCaseThatIsOpenMeanwhile()
    {
        var (course, admin, other) = (await school.PublishedCourseAsync(), await school.AdminAsync(), await school.AdminAsync());
        var (first, second) = (await school.StudentAsync(), await school.StudentAsync());
        var decision = await school.DecideAsync(admin, first, TargetOf(course), Unfounded);
        var appeal = await school.AppealAsync(first, decision);
        var later = await school.ReportAsync(second, TargetOf(course));
        await school.DecideAsync(other, appeal, isReversed: true);
        var opened = await school.CaseAsync(other, later.CaseId);
        Assert.Equal([first.UserId, second.UserId], opened.Reports.Select(r => r.Report.ReporterId));
        Assert.Equal(2, opened.Case.ReportCount);
        await school.ClaimAsync(other, later.CaseId);
        await school.ResolveAsync(other, later.CaseId, RulingOf(ModerationAct.Warn));
        foreach (var (reporter, report) in new[] { first, second }.Zip(opened.Reports))
        {
            Assert.Equal(ModerationAct.Warn, (await school.ReportAsync(reporter, report.Report.Id)).Act);
        }
    }

    [Fact]
    public async Task WhatOneAppealReversed_IsNotUpheldByAnother()
    {
        var (course, admin, other) = (await school.PublishedCourseAsync(), await school.AdminAsync(), await school.AdminAsync());
        var (first, second) = (await school.StudentAsync(), await school.StudentAsync());
        await school.ReportAsync(first, TargetOf(course));
        var decision = await school.DecideAsync(admin, second, TargetOf(course), Nothing);
        var (one, two) = (await school.AppealAsync(first, decision), await school.AppealAsync(second, decision));
        await school.DecideAsync(other, one, isReversed: true);
        await Refused.WithAsync(ModerationReasons.DecisionNotAppealable, () => school.DecideAsync(other, two, isReversed: false));
        Assert.Equal(AppealState.Reversed, (await school.DecideAsync(other, two, isReversed: true)).Appeal.State);
    }
}
