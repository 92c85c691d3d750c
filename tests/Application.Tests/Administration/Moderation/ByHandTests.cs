using ESchool.Application.Administration;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>What an administrator restricts by hand stays when a decision that restricted the same is lifted.</summary>
public sealed class ByHandTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Theory]
    [InlineData(SuspensionScope.Sale, SuspensionScope.Sale)]
    [InlineData(SuspensionScope.Sale, SuspensionScope.SaleAndAccess)]
    [InlineData(SuspensionScope.SaleAndAccess, SuspensionScope.SaleAndAccess)]
    public async Task ACourse_StaysSuspended(SuspensionScope decided, SuspensionScope byHand)
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        var decision = await school.DecideAsync(admin, await school.StudentAsync(), TargetOf(course), RulingOf(ModerationAct.Suspend, decided));
        await SuspendAsync(admin, course, byHand);
        await school.LiftAsync(admin, decision);
        Assert.Equal(byHand, (await school.CourseAsync(course)).Suspension);
        await school.DoAsync<ReinstateCourse>(r => r.ExecuteAsync(admin, course.Id, CancellationToken.None));
        Assert.Null((await school.CourseAsync(course)).Suspension);
    }

    [Fact]
    public async Task WhatADecisionCloses_IsNotOpenedBySuspendingLess()
    {
        var (course, admin) = (await school.PublishedCourseAsync(), await school.AdminAsync());
        var decision = await school.DecideAsync(
            admin,
            await school.StudentAsync(),
            TargetOf(course),
            RulingOf(ModerationAct.Suspend, SuspensionScope.SaleAndAccess)
        );
        await Refused.WithAsync(CatalogReasons.CourseSuspended, () => SuspendAsync(admin, course, SuspensionScope.Sale));
        Assert.Equal(SuspensionScope.SaleAndAccess, (await school.CourseAsync(course)).Suspension);
        await school.LiftAsync(admin, decision);
        Assert.Null((await school.CourseAsync(course)).Suspension);
    }

    [Fact]
    public async Task AUser_StaysSuspended_AndAReviewHidden()
    {
        var course = await school.PublishedCourseAsync();
        var (student, admin) = (await school.LearnerAsync(course), await school.AdminAsync());
        var review = (await school.ReviewAsync(student, course, 2, "Insults.")).Review;
        var hidden = await school.DecideAsync(admin, await school.StudentAsync(), TargetOf(review), RulingOf(ModerationAct.Hide));
        await school.HideAsync(admin, review);
        await school.LiftAsync(admin, hidden);
        Assert.Equal(ReviewState.Hidden, (await school.ReadAsync(db => db.Reviews.AsNoTracking().SingleAsync(r => r.Id == review.Id))).State);

        var suspended = await school.DecideAsync(admin, course.Instructor, ProfileOf(student), RulingOf(ModerationAct.Suspend));
        await school.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, student.UserId, "Spam.", CancellationToken.None));
        await school.LiftAsync(admin, suspended);
        Assert.True(await school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == student.UserId && u.SuspendedAt != null)));
    }

    private Task SuspendAsync(Actor admin, PublishedTestCourse course, SuspensionScope scope) =>
        school.DoAsync<SuspendCourse>(s => s.ExecuteAsync(admin, course.Id, "By hand.", scope, CancellationToken.None));
}
