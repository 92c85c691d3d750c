using ESchool.Application.Administration;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.People;
using ESchool.Application.Instructors;
using ESchool.Application.Notifications.Emails.Moderation;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>What decisions do, what people are told, and how it is undone.</summary>
public sealed class DecisionTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ACourse_IsTakenOffSale_AndLiftingPutsItBack()
    {
        var (course, admin, reporter) = await CastAsync();
        var decision = await school.DecideAsync(admin, reporter, TargetOf(course), RulingOf(ModerationAct.Hide));
        Assert.Equal((SuspensionScope.Sale, 0), ((await school.CourseAsync(course)).Suspension, (await school.CourseAsync(course)).PublishedVersion));
        Assert.Equal("It was copied from a book.", (await school.CourseAsync(course)).SuspendReason);
        var lifts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => school.LiftAsync(admin, decision)));
        Assert.All(lifts, lift => Assert.NotNull(lift.Decision.LiftedAt));
        Assert.Equal((null, 1), ((await school.CourseAsync(course)).Suspension, (await school.CourseAsync(course)).PublishedVersion));
        Assert.Single(await school.AskedForAsync(DecisionLiftedEmailWork.Kind, decision.Id));
    }

    [Fact]
    public async Task OfTwoDecisions_TheStricterHolds_AndEachIsUndoneByItself()
    {
        var (course, admin, reporter) = await CastAsync();
        await school.EnrollmentAsync(reporter, course);
        var mild = await school.DecideAsync(admin, reporter, TargetOf(course), RulingOf(ModerationAct.Suspend, SuspensionScope.Sale));
        var strict = await school.DecideAsync(
            admin,
            await EnrolledAsync(course),
            TargetOf(course),
            RulingOf(ModerationAct.Suspend, SuspensionScope.SaleAndAccess)
        );
        var third = await school.DecideAsync(admin, await EnrolledAsync(course), TargetOf(course), RulingOf(ModerationAct.Hide));
        Assert.Equal(SuspensionScope.SaleAndAccess, (await school.CourseAsync(course)).Suspension);
        await school.LiftAsync(admin, strict);
        Assert.Equal(SuspensionScope.Sale, (await school.CourseAsync(course)).Suspension);
        await school.LiftAsync(admin, mild);
        Assert.Equal(SuspensionScope.Sale, (await school.CourseAsync(course)).Suspension);
        await school.LiftAsync(admin, third);
        Assert.Null((await school.CourseAsync(course)).Suspension);
    }

    [Fact]
    public async Task WhatWasSuspendedOtherwise_StaysSo_WhenADecisionIsLifted()
    {
        var (course, admin, reporter) = await CastAsync();
        await school.EnrollmentAsync(reporter, course);
        await school.DoAsync<SuspendCourse>(s => s.ExecuteAsync(admin, course.Id, "A court says so.", scope: null, CancellationToken.None));
        var decision = await school.DecideAsync(admin, reporter, TargetOf(course), RulingOf(ModerationAct.Hide));
        Assert.False(decision.HadEffect);
        await school.LiftAsync(admin, decision);
        Assert.Equal("A court says so.", (await school.CourseAsync(course)).SuspendReason);
    }

    [Fact]
    public async Task ReinstatingACourse_LiftsTheDecisions_AndTellsItsInstructor()
    {
        var (course, admin, reporter) = await CastAsync();
        var decision = await school.DecideAsync(admin, reporter, TargetOf(course), RulingOf(ModerationAct.Suspend, SuspensionScope.SaleAndAccess));
        await school.DoAsync<ReinstateCourse>(r => r.ExecuteAsync(admin, course.Id, CancellationToken.None));
        var own = await school.DoAsync<GetDecision, OwnDecision>(g => g.ExecuteAsync(course.Instructor, decision.Id, CancellationToken.None));
        Assert.Equal((admin.UserId, false), (own.Decision.LiftedBy, own.Decision.IsReversed));
        Assert.Single(await school.AskedForAsync(DecisionLiftedEmailWork.Kind, decision.Id));
    }

    [Fact]
    public async Task AReview_IsHidden_LeftOrWarnedAbout()
    {
        var (course, admin, reporter) = await CastAsync();
        var author = await school.LearnerAsync(course);
        var review = (await school.ReviewAsync(author, course, 1, "Insults.")).Review;
        var hidden = await school.DecideAsync(admin, reporter, TargetOf(review), RulingOf(ModerationAct.Hide));
        Assert.Equal((ReviewState.Hidden, "It was copied from a book."), await StateAsync());
        await school.LiftAsync(admin, hidden);
        Assert.Equal((ReviewState.Visible, ""), await StateAsync());
        Assert.Equal("1 0 0 0 0", await school.CountsAsync(course));
        var warned = await school.DecideAsync(admin, await school.StudentAsync(), TargetOf(review), RulingOf(ModerationAct.Warn));
        Assert.Single(await school.AskedForAsync(StatementOfReasonsEmailWork.Kind, warned.Id));
        var left = await school.DecideAsync(admin, await school.StudentAsync(), TargetOf(review), Nothing);
        Assert.Empty(await school.AskedForAsync(StatementOfReasonsEmailWork.Kind, left.Id));
        Assert.Equal((ReviewState.Visible, ""), await StateAsync());
        Assert.False(await school.ReadAsync(db => db.Reviews.AnyAsync(r => r.Id == review.Id && r.AttentionSince != null)));
        await Refused.WithAsync(ModerationReasons.DecisionNotFound, () => GetAsync(author, left));
        await Refused.WithAsync(ModerationReasons.DecisionNotFound, () => GetAsync(reporter, warned));

        async Task<(ReviewState, string)> StateAsync()
        {
            var now = await school.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync(r => r.Id == review.Id));
            return (now.State, now.HideReason);
        }
    }

    [Fact]
    public async Task AProfile_IsHiddenFromEverybody_CannotBeChangedMeanwhile_AndComesBack()
    {
        var (course, admin, reporter) = await CastAsync();
        var instructor = course.Instructor;
        await DescribeAsync("Buy at …");
        var decision = await school.DecideAsync(admin, reporter, ProfileOf(instructor), RulingOf(ModerationAct.Hide));
        Assert.Equal((HiddenProfile.NameShown, ""), await SeenAsync());
        await Refused.WithAsync(IdentityReasons.ProfileHidden, () => DescribeAsync("Buy again"));
        await Refused.WithAsync(IdentityReasons.ProfileHidden, () => RenameAsync("Buy again"));
        await school.DoAsync<UpdateUser, UserProfile>(u =>
            u.ExecuteAsync(instructor, instructor.UserId, new UserChange(null, "Europe/Vienna", null), CancellationToken.None)
        );
        await school.LiftAsync(admin, decision);
        Assert.Equal(("Grace Hopper", "Buy at …"), await SeenAsync());
        await RenameAsync("Grace B. Hopper");
        Assert.Equal(("Grace B. Hopper", "Buy at …"), await SeenAsync());

        async Task<(string, string)> SeenAsync()
        {
            var person = await school.DoAsync<GetPerson, PersonView>(g => g.ExecuteAsync(reporter, instructor.UserId, CancellationToken.None));
            return (person.DisplayName, person.Headline);
        }

        Task DescribeAsync(string headline) =>
            school.DoAsync<UpdateInstructor, InstructorView>(u =>
                u.ExecuteAsync(instructor, instructor.UserId, new InstructorChange(headline, null, null), CancellationToken.None)
            );

        Task RenameAsync(string name) =>
            school.DoAsync<UpdateUser, UserProfile>(u =>
                u.ExecuteAsync(instructor, instructor.UserId, new UserChange(name, null, null), CancellationToken.None)
            );
    }

    [Fact]
    public async Task AUser_IsSuspended_AndReinstated()
    {
        var (course, admin, reporter) = await CastAsync();
        var decision = await school.DecideAsync(admin, reporter, ProfileOf(course.Instructor), RulingOf(ModerationAct.Suspend));
        Assert.True(await IsSuspendedAsync());
        Assert.Equal(0, (await school.CourseAsync(course)).PublishedVersion);
        await school.LiftAsync(admin, decision, isReversed: true);
        Assert.False(await IsSuspendedAsync());
        Assert.Equal(1, (await school.CourseAsync(course)).PublishedVersion);

        Task<bool> IsSuspendedAsync() => school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == course.Instructor.UserId && u.SuspendedAt != null));
    }

    [Fact]
    public async Task AnActThatDoesNotFit_ChangesNothing()
    {
        var course = await school.PublishedCourseAsync();
        var review = (await school.ReviewAsync(await school.LearnerAsync(course), course, 1)).Review;
        var admin = await school.AdminAsync();
        var report = await school.ReportAsync(await school.StudentAsync(), TargetOf(review));
        await school.ClaimAsync(admin, report.CaseId);
        await Refused.WithAsync(ModerationReasons.ActNotAllowed, () => school.ResolveAsync(admin, report.CaseId, RulingOf(ModerationAct.Suspend)));
        Assert.Equal(CaseState.Open, (await school.CaseAsync(admin, report.CaseId)).Case.State);
        Assert.Equal("1 0 0 0 0", await school.CountsAsync(course));
    }

    [Fact]
    public async Task TheStatement_SaysWhatWhyAndHowToAppeal_AndNamesNoReporter()
    {
        var course = await school.PublishedCourseAsync();
        var (admin, reporter) = (await school.AdminAsync(), await school.UserAsync(Roles.Student, "Zoe Reporter"));
        var report = await school.ReportAsync(reporter, TargetOf(course), ReportCategory.Copyright, "My own words about it.");
        await school.ClaimAsync(admin, report.CaseId);
        var decision = (await school.ResolveAsync(admin, report.CaseId, RulingOf(ModerationAct.Suspend, SuspensionScope.SaleAndAccess))).Decision;
        await school.DoAsync<SendStatementOfReasonsEmail>(s => s.ExecuteAsync(decision.Id, CancellationToken.None));
        await school.DoAsync<SendReportDecidedEmail>(s => s.ExecuteAsync(report.Id, decision.Id, CancellationToken.None));
        var statement = Assert.Single(await Mails.ToAsync(await school.EmailAsync(course.Instructor)));
        foreach (
            var part in new[]
            {
                "Compilers in an Afternoon",
                "its students cannot open it",
                "It was copied from a book.",
                "against our terms: 4.2",
                "it was reported to us",
                "No automated means",
                "you can appeal until",
                "appeals?token=",
                $"decisions/{decision.Id}",
            }
        )
        {
            Assert.Contains(part, statement, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Zoe", statement, StringComparison.Ordinal);
        Assert.DoesNotContain("My own words", statement, StringComparison.Ordinal);
        Assert.DoesNotContain(reporter.UserId.ToString(), statement, StringComparison.Ordinal);
        var told = Assert.Single(await Mails.ToAsync(await school.EmailAsync(reporter)));
        Assert.Contains("It was suspended.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("copied from a book", told, StringComparison.Ordinal);
        var own = await school.DoAsync<ListOwnDecisions, Page<OwnDecision>>(l =>
            l.ExecuteAsync(course.Instructor, new PageRequest(10, null), CancellationToken.None)
        );
        Assert.Equal(decision.Id, Assert.Single(own.Items).Decision.Id);
    }

    private async Task<(PublishedTestCourse Course, Actor Admin, Actor Reporter)> CastAsync() =>
        (await school.PublishedCourseAsync(), await school.AdminAsync(), await school.StudentAsync());

    private async Task<Actor> EnrolledAsync(PublishedTestCourse course)
    {
        var student = await school.StudentAsync();
        await school.EnrollmentAsync(student, course);
        return student;
    }

    private Task<OwnDecision> GetAsync(Actor actor, ModerationDecision decision) =>
        school.DoAsync<GetDecision, OwnDecision>(g => g.ExecuteAsync(actor, decision.Id, CancellationToken.None));
}
