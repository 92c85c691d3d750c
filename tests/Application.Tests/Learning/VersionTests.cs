using ESchool.Application.Learning.Versions;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Learning;

/// <summary>A student keeps the version of the course that was bought, and may take a newer one.</summary>
public sealed class VersionTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ANewerVersion_IsOffered_WithWhatItChanges_AndTakenWhenTheStudentWants()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(1);
        await life.WatchAsync(0, 60);
        Assert.Null(await life.OfferAsync());
        await life.PublishAsync(required: [true, false], replacesVideo: true);
        await life.PublishAsync(required: [true, false], thresholdBasisPoints: 8_000);
        var offer = Assert.IsType<CurriculumOffer>(await life.OfferAsync());
        Assert.Equal((3, 1, 0, false), (offer.Version, offer.RequiredLessons, offer.CompletedLessons, offer.CompletesCourse));
        Assert.Equal([LessonChange.VideoReplaced, LessonChange.Rule], offer.Lessons[0].Change.Changes);
        Assert.Equal((60, false), (offer.Lessons[0].LostSeconds, offer.Lessons[0].IsComplete));
        Assert.Contains(LessonChange.Optional, offer.Lessons[1].Change.Changes);
        Assert.True(offer.Lessons[1].IsComplete);

        // Nobody has to take it.
        Assert.Equal(60, (await life.ExplainAsync()).Lessons[0].Watched.Seconds);
        await life.AcceptAsync();
        Assert.Equal(0, (await life.ExplainAsync()).Lessons[0].Watched.Seconds);
        Assert.True((await life.WatchAsync(0, 80)).LessonComplete);
        Assert.NotNull((await life.EnrollmentAsync()).CompletedAt);
        await life.RequireAgreementAsync();
    }

    [Fact]
    public async Task AVersionThatAsksForLess_CompletesTheCourse_AndOneThatAsksForMoreLeavesItComplete()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(0);
        await life.PublishAsync(required: [true, false]);
        Assert.True((await life.OfferAsync())!.CompletesCourse);
        await life.AcceptAsync();
        var completedAt = (await life.EnrollmentAsync()).CompletedAt;
        Assert.NotNull(completedAt);

        await life.PublishAsync(required: [true, true]);
        Assert.False((await life.OfferAsync())!.CompletesCourse);
        await life.AcceptAsync();
        Assert.Equal((completedAt, 10_000), ((await life.EnrollmentAsync()).CompletedAt, (await life.EnrollmentAsync()).ProgressBasisPoints));
        await life.RequireAgreementAsync();
    }

    [Fact]
    public async Task WhatStillPlaysTheOldVideo_EarnsNothingOfTheNewOne()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.WatchAsync(0, 10);
        school.Clock.Advance(TimeSpan.FromSeconds(60));
        await life.PublishAsync(replacesVideo: true);
        await life.AcceptAsync();
        await Refused.WithAsync(LearningReasons.PlaybackNotOpened, () => life.ReportAsync(10, 70));

        // Opened anew in another tab, the old player goes on: it earns what passes since, and no more.
        await life.OpenAsync();
        var late = await life.ReportAsync(10, 70);
        Assert.Equal((WatchClock.SlackMilliseconds / 1000, true), (late.CreditedSeconds, late.Clipped));
    }

    [Fact]
    public async Task WhatIsNotOffered_IsRefused_AndNothingChanges()
    {
        var life = await CourseLife.BeginAsync(school);
        await Refused.WithAsync(LearningReasons.CurriculumVersionNotOffered, () => life.AcceptAsync(2));
        await life.PublishAsync(required: [true, false]);
        await Refused.WithAsync(LearningReasons.CurriculumVersionNotOffered, () => life.AcceptAsync(3));
        await Refused.WithAsync(LearningReasons.EnrollmentNotFound, async () => await life.AcceptAsync(2, await school.StudentAsync()));
        await life.PublishAsync(required: [true, true]);

        // What the student was shown is on sale no longer.
        await Refused.WithAsync(LearningReasons.CurriculumVersionNotOffered, () => life.AcceptAsync(2));
        await life.AcceptAsync(3);
        await Refused.WithAsync(LearningReasons.CurriculumVersionNotOffered, () => life.AcceptAsync(1));

        await life.PublishAsync();
        await life.GiveBackAsync();
        Assert.Null(await life.OfferAsync());
        await Refused.WithAsync(LearningReasons.EnrollmentNotLive, () => life.AcceptAsync(4));
    }

    [Fact]
    public async Task ACourseThatIsOffSale_OffersNothing()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.PublishAsync(required: [true, false]);
        var course = (await life.EnrollmentAsync()).CourseId;
        await school.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE catalog.courses SET published_version = 0 WHERE id = {course}"));
        Assert.Null(await life.OfferAsync());
        await Refused.WithAsync(LearningReasons.CurriculumVersionNotOffered, () => life.AcceptAsync(2));
    }

    [Fact]
    public async Task TwoTabs_ThatAcceptAtOnce_AndAReport_AllCount()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(1);
        await life.OpenAsync();
        await life.PublishAsync(required: [true, false]);
        school.Clock.Advance(TimeSpan.FromSeconds(100));
        await Task.WhenAll(life.AcceptAsync(2), life.AcceptAsync(2), life.ReportAsync(0, 100));
        Assert.NotNull((await life.EnrollmentAsync()).CompletedAt);
        await life.RequireAgreementAsync();
    }

    [Fact]
    public async Task TheCurriculum_IsOfTheStudentsOwnVersion()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.WatchAsync(0, 50);
        await life.PublishAsync(required: [true, false]);
        var before = await life.CurriculumAsync();
        Assert.Equal((1, 2, 5_000), (before.Enrollment.CurriculumVersion, before.Lessons.Count, before.Lessons[0].WatchedBasisPoints));
        Assert.True(before.Lessons[1].Lesson.Required);
        await life.AcceptAsync();
        var after = await life.CurriculumAsync();
        Assert.Equal((2, 5_000), (after.Enrollment.CurriculumVersion, after.Lessons[0].WatchedBasisPoints));
        Assert.False(after.Lessons[1].Lesson.Required);

        // It can be read when access has ended, as progress can.
        await life.GiveBackAsync();
        Assert.Equal(2, (await life.CurriculumAsync()).Lessons.Count);
    }
}
