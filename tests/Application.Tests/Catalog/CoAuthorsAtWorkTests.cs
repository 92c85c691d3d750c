using ESchool.Application.Administration;
using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authoring.Curriculum;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Many at work on one course at the same time, as authors in several tabs are.</summary>
public sealed class CoAuthorsAtWorkTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private Actor author = null!;
    private Guid course;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        author = await school.InstructorAsync();
        course = (
            await school.DoAsync<CreateCourse, Course>(c => c.ExecuteAsync(author, new CourseText("Compilers", "", "", "en"), CancellationToken.None))
        ).Id;
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task FiftyAuthors_WithTwentyRandomEditsEach_LoseNothing()
    {
        var first = await SectionAsync("First");
        await SectionAsync("Second");
        for (var i = 0; i < 10; i++)
        {
            await LessonAsync(first, $"Lesson {i}");
        }

        // A pool has 20 connections, and whoever waits for one longer than 15 seconds gets none: on a busy machine 30 authors would.
        using var connections = new SemaphoreSlim(16);
        var alive = 10;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 50),
            new ParallelOptions { MaxDegreeOfParallelism = 50 },
            async (number, _) =>
            {
                var random = new Random(number);
                for (var i = 0; i < 20; i++)
                {
                    await connections.WaitAsync(CancellationToken.None);
                    try
                    {
                        Interlocked.Add(ref alive, await EditAsync(random, $"Author {number}, edit {i}"));
                    }
                    finally
                    {
                        connections.Release();
                    }
                }
            }
        );

        var draft = await ReadAsync();
        var lessons = draft.Sections.SelectMany(s => s.Lessons).ToList();
        Assert.Equal(alive, lessons.Count);
        Assert.Equal(lessons.Count, lessons.Select(l => l.Id).Distinct().Count());
        Assert.All(draft.Sections, section => Assert.Equal(section.Lessons.Count, section.Lessons.Select(l => l.OrderKey).Distinct().Count()));
    }

    [Fact]
    public async Task ALessonThatWasMoved_KeepsItsEtag_AndOneThatWasEditedDoesNot()
    {
        var (first, second) = (await SectionAsync("First"), await SectionAsync("Second"));
        var lesson = await LessonAsync(first, "Mine");
        var read = (uint)(await ReadAsync()).FindLesson(lesson).Revision;
        await MoveAsync(lesson, second, null);
        await RenameAsync(lesson, "Mine, anew", read);
        await Refused.WithAsync(CallReasons.EtagStale, () => RenameAsync(lesson, "Yours", read));
        Assert.Equal("Mine, anew", (await ReadAsync()).FindLesson(lesson).Title);
    }

    [Fact]
    public async Task ASection_IsDeletedOnlyAsItWasRead()
    {
        var (first, second) = (await SectionAsync("First"), await SectionAsync("Second"));
        var lesson = await LessonAsync(first, "Precious");
        var read = (await ReadAsync()).FindSection(second).Fingerprint();
        await MoveAsync(lesson, second, null);
        await Refused.WithAsync(
            CallReasons.EtagStale,
            () => school.DoAsync<DeleteSection>(d => d.ExecuteAsync(author, course, second, read, CancellationToken.None))
        );
        read = (await ReadAsync()).FindSection(second).Fingerprint();
        await RenameAsync(lesson, "More precious", etag: null);
        await Refused.WithAsync(
            CallReasons.EtagStale,
            () => school.DoAsync<DeleteSection>(d => d.ExecuteAsync(author, course, second, read, CancellationToken.None))
        );
        read = (await ReadAsync()).FindSection(second).Fingerprint();
        await school.DoAsync<DeleteSection>(d => d.ExecuteAsync(author, course, second, read, CancellationToken.None));
        Assert.Single((await ReadAsync()).Sections);
    }

    [Fact]
    public async Task SubmittingAndPublishing_MayBeSentAgain_AlsoWithTheEtagOfBefore()
    {
        await LessonAsync(await SectionAsync("All"), "Only");
        var priced = await school.DoAsync<SetPrice, Course>(s => s.ExecuteAsync(author, course, etag: null, new Money(0, "EUR"), [], CancellationToken.None));
        for (var i = 0; i < 2; i++)
        {
            var submitted = await school.DoAsync<SubmitForReview, Course>(s => s.ExecuteAsync(author, course, priced.RowVersion, CancellationToken.None));
            Assert.Equal(CourseState.InReview, submitted.State);
        }

        var admin = await school.AdminAsync();
        await school.DoAsync<ReviewCourse>(r => r.ExecuteAsync(admin, course, etag: null, CourseState.Approved, "", CancellationToken.None));
        await school.DoAsync<ReviewCourse>(r => r.ExecuteAsync(admin, course, etag: null, CourseState.Approved, "", CancellationToken.None));
        var approved = (await ReadAsync()).RowVersion;
        for (var i = 0; i < 2; i++)
        {
            var published = await school.DoAsync<PublishCourse, Course>(p => p.ExecuteAsync(author, course, approved, CancellationToken.None));
            Assert.Equal(1, published.PublishedVersion);
        }
    }

    [Fact]
    public async Task WhatWasDeleted_ComesBackWithItsContent_AndADeletedCourseToo()
    {
        var section = await SectionAsync("First");
        var lesson = await LessonAsync(section, "Mine");
        await school.DoAsync<DeleteLesson>(d => d.ExecuteAsync(author, course, lesson, etag: null, CancellationToken.None));
        Assert.Empty((await ReadAsync()).Sections[0].Lessons);
        await school.DoAsync<RestoreLesson>(r => r.ExecuteAsync(author, course, lesson, CancellationToken.None));
        Assert.Equal(new ArticleContent("Read me.", 0), (await ReadAsync()).FindLesson(lesson).Content);
        await school.DoAsync<DeleteCourse>(d => d.ExecuteAsync(author, course, etag: null, CancellationToken.None));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, ReadAsync);
        Assert.Single(await ListAsync(CourseShelf.Deleted));
        await school.DoAsync<RestoreCourse>(r => r.ExecuteAsync(author, course, CancellationToken.None));
        Assert.Equal("Mine", (await ReadAsync()).FindLesson(lesson).Title);
    }

    [Fact]
    public async Task ACourseThatWasPublished_IsArchived_AndNeverDeleted()
    {
        var sold = await school.PublishedCourseAsync();
        await Refused.WithAsync(
            CatalogReasons.CoursePublished,
            () => school.DoAsync<DeleteCourse>(d => d.ExecuteAsync(sold.Instructor, sold.Id, etag: null, CancellationToken.None))
        );
        await school.DoAsync<ArchiveCourse>(a => a.ExecuteAsync(sold.Instructor, sold.Id, CancellationToken.None));
        Assert.Equal(0, await school.ReadAsync(db => db.Courses.Where(c => c.Id == sold.Id).Select(c => c.PublishedVersion).SingleAsync()));
        var student = await school.UserAsync();
        Assert.NotEqual(Guid.Empty, await school.EnrollmentAsync(student, sold));
    }

    [Fact]
    public async Task ADuplicate_PlaysTheSameVideos_AndIsADraftOfItsOwn()
    {
        var sold = await school.PublishedCourseAsync();
        var copy = await school.DoAsync<DuplicateCourse, Course>(d => d.ExecuteAsync(sold.Instructor, sold.Id, CancellationToken.None));
        var read = (await school.DoAsync<GetCourseDraft, AuthoredCourse>(g => g.ExecuteAsync(sold.Instructor, copy.Id, CancellationToken.None))).Course;
        var original = (await school.DoAsync<GetCourseDraft, AuthoredCourse>(g => g.ExecuteAsync(sold.Instructor, sold.Id, CancellationToken.None))).Course;
        Assert.Equal(
            original.Sections.SelectMany(s => s.Lessons).Select(l => (l.Title, l.Content)),
            read.Sections.SelectMany(s => s.Lessons).Select(l => (l.Title, l.Content))
        );
        Assert.Equal((CourseState.Draft, 0, original.Price), (read.State, read.LatestVersion, read.Price));
    }

    /// <summary>
    /// One edit of whatever is there; answers by how many lessons there are more. What another author deleted meanwhile is refused as not found.
    /// </summary>
    private async Task<int> EditAsync(Random random, string title)
    {
        var draft = await ReadAsync();
        var section = draft.Sections[random.Next(draft.Sections.Count)];
        var lessons = draft.Sections.SelectMany(s => s.Lessons).ToList();
        var lesson = lessons.Count > 0 ? lessons[random.Next(lessons.Count)].Id : Guid.Empty;
        try
        {
            switch (lessons.Count == 0 ? 0 : random.Next(6))
            {
                case 0:
                    await LessonAsync(section.Id, title);
                    return 1;
                case 1:
                    await school.DoAsync<DeleteLesson>(d => d.ExecuteAsync(author, course, lesson, etag: null, CancellationToken.None));
                    return -1;
                case 2:
                    await school.DoAsync<DuplicateLesson>(d => d.ExecuteAsync(author, course, lesson, CancellationToken.None));
                    return 1;
                case 3:
                    await RenameAsync(lesson, title, etag: null);
                    return 0;
                default:
                    await MoveAsync(lesson, section.Id, section.Lessons.Count > 0 ? section.Lessons[random.Next(section.Lessons.Count)].Id : null);
                    return 0;
            }
        }
        catch (DomainException refusal) when (refusal.Reason == CatalogReasons.LessonNotFound)
        {
            return 0;
        }
    }

    private async Task<Guid> SectionAsync(string title) =>
        (await school.DoAsync<CreateSection, Section>(c => c.ExecuteAsync(author, course, title, CancellationToken.None))).Id;

    private async Task<Guid> LessonAsync(Guid section, string title) =>
        (
            await school.DoAsync<CreateLesson, Lesson>(c =>
                c.ExecuteAsync(author, course, section, new LessonDraft(title, Required: true, new ArticleContent("Read me.", 0)), CancellationToken.None)
            )
        ).Id;

    private Task RenameAsync(Guid lesson, string title, uint? etag) =>
        school.DoAsync<UpdateLesson>(u => u.ExecuteAsync(author, course, lesson, etag, present => present with { Title = title }, CancellationToken.None));

    private Task MoveAsync(Guid lesson, Guid section, Guid? after) =>
        school.DoAsync<MoveLesson>(m => m.ExecuteAsync(author, course, lesson, section, after, CancellationToken.None));

    private async Task<Course> ReadAsync() =>
        (await school.DoAsync<GetCourseDraft, AuthoredCourse>(g => g.ExecuteAsync(author, course, CancellationToken.None))).Course;

    private async Task<IReadOnlyList<Course>> ListAsync(CourseShelf shelf) =>
        [
            .. (
                await school.DoAsync<ListOwnCourses, Page<AuthoredCourse>>(l =>
                    l.ExecuteAsync(author, shelf, new PageRequest(50, null), CancellationToken.None)
                )
            ).Items.Select(own => own.Course),
        ];
}
