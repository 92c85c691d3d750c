using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authoring.Curriculum;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.CoursePages;
using ESchool.Application.Instructors;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Slugs;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>What a visitor sees of a course: its page, its address, and what may be seen without an account.</summary>
public sealed class CoursePageTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task ThePage_ShowsWhoTeaches_WhoLearns_WhatTheySay_AndWhatElseTheyLearn()
    {
        var (course, other, third) = (await school.PublishedCourseAsync(), await school.PublishedCourseAsync(), await school.PublishedCourseAsync());
        var editor = await school.UserAsync(name: "Alan Turing");
        await school.SaveAsync(new CoAuthor(course.Id, editor.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        await school.SaveAsync(new CoAuthor(course.Id, (await school.StudentAsync()).UserId, AuthorRole.Assistant, school.Clock.GetUtcNow()));
        var learner = await school.LearnerAsync(course);
        await school.ReviewAsync(learner, course, 5, "Clear.");
        await school.EnrollmentAsync(learner, other);

        var page = await PageAsync(course.Id);
        Assert.Equal(["Grace Hopper", "Alan Turing"], page.Instructors.Select(i => i.DisplayName));
        Assert.Equal((1, "Clear."), (page.Learners, Assert.Single(page.Reviews).Review.Text));
        Assert.Equal(other.Id, Assert.Single(page.Related).CourseId);
        Assert.Equal(2, page.Course.Lessons.Count);
        Assert.DoesNotContain(page.Related, related => related.CourseId == third.Id);
    }

    [Fact]
    public async Task ACourse_KeepsItsOldAddresses_AndNobodyElseGetsThem()
    {
        var (first, second) = (await PublishAsync("Le caf\u00e9, c'est tout !"), await PublishAsync("Le cafe c est tout"));
        Assert.Equal(("le-cafe-c-est-tout", "le-cafe-c-est-tout-2"), (await SlugAsync(first), await SlugAsync(second)));

        await PublishAgainAsync(first, "Tea");
        Assert.Equal("tea", await SlugAsync(first));
        Assert.Equal(first.Id, (await PageAsync("le-cafe-c-est-tout")).Course.CourseId);
        Assert.Equal("tea", (await PageAsync("Le-Cafe-c-est-tout")).Course.Slug);
        Assert.Equal("le-cafe-c-est-tout-3", await SlugAsync(await PublishAsync("Le caf\u00e9 c'est tout")));

        // Back to the old title, the old address is the right one again.
        await PublishAgainAsync(first, "Le caf\u00e9, c'est tout !");
        Assert.Equal("le-cafe-c-est-tout", await SlugAsync(first));
        Assert.Equal(first.Id, (await PageAsync("tea")).Course.CourseId);
        Assert.Equal(first.Id, (await PageAsync(first.Id.ToString())).Course.CourseId);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => PageAsync("coffee"));
    }

    [Fact]
    public async Task ManyWithOneTitle_AtOnce_EachGetAnAddress()
    {
        var courses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PublishAsync("Yoga")));
        var slugs = await Task.WhenAll(courses.Select(SlugAsync));
        Assert.Equal(10, slugs.Distinct().Count());
        Assert.All(slugs, slug => Assert.True(Slug.IsOf(slug, "Yoga"), slug));
    }

    [Fact]
    public async Task AFreePreview_IsSeenByEverybody_WhileTheCourseIsOnSale_AndFree()
    {
        var course = await school.PublishedCourseAsync(freePreview: true);
        Assert.Equal("Read me.", (await PreviewAsync(course, course.ArticleLessonId)).Markdown);
        var playback = await OpenAsync(course);
        Assert.NotNull((await UseAsync(playback)).Asset);

        var closed = await school.PublishedCourseAsync();
        await Refused.WithAsync(CatalogReasons.LessonNotFound, () => PreviewAsync(closed, closed.ArticleLessonId));
        await Refused.WithAsync(CatalogReasons.LessonNotFound, () => OpenAsync(closed));

        // The next version charges for it: what was opened ends.
        await school.DoAsync<UpdateLesson>(u =>
            u.ExecuteAsync(course.Instructor, course.Id, course.VideoLessonId, null, lesson => lesson with { IsFreePreview = false }, CancellationToken.None)
        );
        Assert.NotNull((await UseAsync(playback)).Asset);
        await ApproveAndPublishAsync(course);
        await Refused.WithAsync(MediaReasons.PlaybackNotAllowed, () => UseAsync(playback));
        Assert.Equal("Read me.", (await PreviewAsync(course, course.ArticleLessonId)).Markdown);
        await school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));
        await Refused.WithAsync(CatalogReasons.LessonNotFound, () => PreviewAsync(course, course.ArticleLessonId));
    }

    [Fact]
    public async Task AnInstructorsProfile_CountsWhatTheyHaveOnSale()
    {
        var (course, second) = (await school.PublishedCourseAsync(), default(PublishedTestCourse));
        second = await school.PublishedCourseAsync(instructor: course.Instructor);
        await school.ReviewAsync(await school.LearnerAsync(course), course, 5);
        await school.ReviewAsync(await school.LearnerAsync(second), second, 2);
        await school.EnrollmentAsync(await school.StudentAsync(), second);
        var profile = await school.DoAsync<GetInstructor, InstructorView>(g => g.ExecuteAsync(course.Instructor.UserId, CancellationToken.None));
        Assert.Equal(new TeachingRecord(Courses: 2, Learners: 3, Reviews: 2, Stars: 7), profile.Teaching);
        await school.DoAsync<UnpublishCourse>(u => u.ExecuteAsync(second.Instructor, second.Id, CancellationToken.None));
        profile = await school.DoAsync<GetInstructor, InstructorView>(g => g.ExecuteAsync(course.Instructor.UserId, CancellationToken.None));
        Assert.Equal((1, 1, 5.0), (profile.Teaching.Courses, profile.Teaching.Learners, profile.Teaching.Average));
    }

    private Task<CoursePage> PageAsync(Guid course) => school.DoAsync<GetCoursePage, CoursePage>(g => g.ExecuteAsync(course, CancellationToken.None));

    private async Task<CoursePage> PageAsync(string slug) =>
        await PageAsync(await school.DoAsync<FindCourse, Guid>(f => f.ExecuteAsync(slug, CancellationToken.None)));

    private Task<CurriculumLesson> PreviewAsync(PublishedTestCourse course, Guid lesson) =>
        school.DoAsync<GetPreviewLesson, CurriculumLesson>(g => g.ExecuteAsync(course.Id, lesson, CancellationToken.None));

    private Task<Playback> OpenAsync(PublishedTestCourse course) =>
        school.DoAsync<OpenPreviewLesson, Playback>(o => o.ExecuteAsync(course.Id, course.VideoLessonId, CancellationToken.None));

    private Task<(Asset Asset, TimeSpan Remaining)> UseAsync(Playback playback) =>
        school.DoAsync<OpenPlaybackTicket, (Asset Asset, TimeSpan Remaining)>(o => o.ExecuteAsync(playback.Ticket, CancellationToken.None));

    private Task<string?> SlugAsync(PublishedTestCourse course) =>
        school.ReadAsync(db => db.Courses.Where(c => c.Id == course.Id).Select(c => c.Slug).SingleAsync());

    /// <summary>Publishes through the use case, which gives the address.</summary>
    private async Task<PublishedTestCourse> PublishAsync(string title)
    {
        var course = await school.PublishedCourseAsync(title: title);
        await ApproveAndPublishAsync(course);
        return course;
    }

    private async Task PublishAgainAsync(PublishedTestCourse course, string title)
    {
        await school.DoAsync<UpdateCourse>(u =>
            u.ExecuteAsync(course.Instructor, course.Id, null, text => text with { Title = title }, CancellationToken.None)
        );
        await ApproveAndPublishAsync(course);
    }

    private async Task ApproveAndPublishAsync(PublishedTestCourse course)
    {
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == course.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, CourseState.Approved)));
        await school.DoAsync<PublishCourse>(p => p.ExecuteAsync(course.Instructor, course.Id, null, CancellationToken.None));
    }
}
