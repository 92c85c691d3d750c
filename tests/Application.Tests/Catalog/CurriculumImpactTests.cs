using ESchool.Application.Catalog.Authoring.Curriculum;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>What an author is told before publishing.</summary>
public sealed class CurriculumImpactTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        course = await school.PublishedCourseAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task ItSays_WhoIsWhere_WhatDiffers_AndWhatPreventsPublishing()
    {
        var (reader, watcher, graduate) = (await LearnerAsync(), await LearnerAsync(), await LearnerAsync());
        await LearnerAsync();
        await DoneAsync(reader, course.ArticleLessonId);
        await BegunAsync(watcher, course.VideoLessonId);
        await school.ReadAsync(db =>
            db.Enrollments.Where(e => e.Id == graduate).ExecuteUpdateAsync(set => set.SetProperty(e => e.CompletedAt, school.Clock.GetUtcNow()))
        );
        Assert.Empty((await PreviewAsync()).Lessons);

        // The video goes, the article gets another title, and a lesson comes that has no video yet.
        await school.DoAsync<DeleteLesson>(d => d.ExecuteAsync(course.Instructor, course.Id, course.VideoLessonId, null, CancellationToken.None));
        await school.DoAsync<UpdateLesson>(u =>
            u.ExecuteAsync(course.Instructor, course.Id, course.ArticleLessonId, null, lesson => lesson with { Title = "Read this" }, CancellationToken.None)
        );
        var section = await school.ReadAsync(db => db.Set<Section>().Where(s => s.CourseId == course.Id).Select(s => s.Id).SingleAsync());
        var added = await school.DoAsync<CreateLesson, Lesson>(c =>
            c.ExecuteAsync(course.Instructor, course.Id, section, new LessonDraft("Soon", false, new VideoContent(null, 9_500)), CancellationToken.None)
        );

        var impact = await PreviewAsync();
        Assert.Equal([new VersionImpact(1, Learners: 4, Completed: 1, Completing: 1)], impact.Versions);
        Assert.Equal(
            [(course.ArticleLessonId, "Renamed", 1, 1), (added.Id, "Added", 0, 0), (course.VideoLessonId, "Removed", 1, 0)],
            impact.Lessons.Select(l => (l.Change.LessonId, string.Join(',', l.Change.Changes), l.Started, l.Completed))
        );
        Assert.Equal($"courses/{course.Id}/lessons/{added.Id}", Assert.Single(impact.Obstacles).Subject);
    }

    [Fact]
    public async Task ADraft_ThatWasNeverPublished_IsNew()
    {
        var draft = new Course(course.Instructor.UserId, new CourseText("Compilers", "", "", "en"), school.Clock.GetUtcNow());
        draft.AddLesson(draft.AddSection("All", school.Clock.GetUtcNow()).Id, "One", true, new ArticleContent("Read.", 0), school.Clock.GetUtcNow());
        await school.SaveAsync(draft);
        var impact = await school.DoAsync<PreviewCurriculumImpact, CurriculumImpact>(p => p.ExecuteAsync(course.Instructor, draft.Id, CancellationToken.None));
        Assert.Empty(impact.Versions);
        Assert.Equal([LessonChange.Added], Assert.Single(impact.Lessons).Change.Changes);
    }

    private async Task<Guid> LearnerAsync() => await school.EnrollmentAsync(await school.StudentAsync(), course);

    private Task DoneAsync(Guid enrollment, Guid lesson) => ProgressAsync(enrollment, lesson, school.Clock.GetUtcNow());

    private Task BegunAsync(Guid enrollment, Guid lesson) => ProgressAsync(enrollment, lesson, null);

    private Task ProgressAsync(Guid enrollment, Guid lesson, DateTimeOffset? completedAt) =>
        school.SaveAsync(LessonProgress.Restore(enrollment, lesson, Guid.Empty, Coverage.Empty, 0, school.Clock.GetUtcNow(), completedAt));

    private Task<CurriculumImpact> PreviewAsync() =>
        school.DoAsync<PreviewCurriculumImpact, CurriculumImpact>(p => p.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));
}
