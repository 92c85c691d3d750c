using System.Text.Json;
using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Catalog.Covers;

/// <summary>A cover from the upload to the storefront, and to its end. A test stands where the workers stand.</summary>
public sealed class CoverTests : IAsyncLifetime
{
    private static readonly byte[] Picture = TestPictures.Png(1280, 720);

    private TestSchool school = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task ACover_GoesOnSaleWithTheNextPublication()
    {
        var course = await school.PublishedCourseAsync();
        var upload = await UploadAsync(course);
        var waiting = await SetAsync(course, upload);
        Assert.Equal((null, upload, CourseState.Published), (waiting.CoverId, waiting.NextCoverId, waiting.State));
        await ProcessAsync(upload);

        var shown = await DraftAsync(course);
        Assert.Equal((new CourseCover(upload, 1280), null, CourseState.Draft), (shown.Cover, shown.NextCoverId, shown.State));
        Assert.Equal(6, (await KeysAsync(upload)).Count);
        Assert.Null((await OnSaleAsync(course)).Cover);

        await PublishAsync(course);
        Assert.Equal(shown.Cover, (await OnSaleAsync(course)).Cover);
        Assert.Equal(shown.Cover, Assert.Single(await SearchAsync(), c => c.CourseId == course.Id).Cover);

        // Taken away from the draft, it stays on sale until the next publication.
        Assert.Equal((null, CourseState.Draft), await DeleteAsync(course));
        Assert.Equal((null, CourseState.Draft), await DeleteAsync(course));
        Assert.Equal(shown.Cover, (await OnSaleAsync(course)).Cover);
        await PublishAsync(course);
        Assert.Null((await OnSaleAsync(course)).Cover);
    }

    [Fact]
    public async Task ABadPicture_ChangesNothing_AndTheDraftAndTheFeedSayWhy()
    {
        var course = await school.PublishedCourseAsync();
        var good = await ShownAsync(course);
        await PublishAsync(course);
        var bad = await UploadAsync(course, "<svg onload='alert(1)'>"u8.ToArray());
        await SetAsync(course, bad);
        await ProcessAsync(bad);

        var draft = await DraftAsync(course);
        Assert.Equal(
            (good, null, CoverRefusal.NotAPicture, CourseState.Published),
            (draft.CoverId!.Value, draft.NextCoverId, draft.CoverRefusal!.Value, draft.State)
        );
        Assert.Empty(await KeysAsync(bad));
        Assert.Equal([null, CoverRefusal.NotAPicture], await ToldAsync(course));

        // Set again it is as refused as before; the next good one is shown.
        Assert.Equal(CoverRefusal.NotAPicture, (await SetAsync(course, bad)).CoverRefusal);
        var better = await ShownAsync(course);
        draft = await DraftAsync(course);
        Assert.Equal((better, null), (draft.CoverId!.Value, draft.CoverRefusal));
    }

    [Fact]
    public async Task OnlyTheUploadOfTheCourse_BecomesItsCover()
    {
        var (course, other) = (await school.PublishedCourseAsync(), await school.PublishedCourseAsync());
        var second = await school.PublishedCourseAsync(instructor: course.Instructor);
        var upload = await UploadAsync(course);
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.CreateCoverUploadAsync(other.Instructor, course.Id, Picture));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => SetAsync(course with { Instructor = other.Instructor }, upload));
        await Refused.WithAsync(CatalogReasons.CoverUploadNotFound, () => SetAsync(other, upload));
        await Refused.WithAsync(CatalogReasons.CoverUploadNotFound, () => SetAsync(second, upload));
        await Refused.WithAsync(CatalogReasons.CoverUploadNotFound, () => SetAsync(course, Guid.NewGuid()));

        var missing = await school.CreateCoverUploadAsync(course.Instructor, course.Id, Picture);
        await Refused.WithAsync(CatalogReasons.CoverUploadNotFound, () => SetAsync(course, missing.CoverId));
    }

    [Fact]
    public async Task AnEditor_SetsTheCover_WhichIsTheOwners_AndAnAssistantDoesNot()
    {
        var course = await school.PublishedCourseAsync();
        var (editor, assistant) = (await school.StudentAsync(), await school.StudentAsync());
        await school.SaveAsync(new CoAuthor(course.Id, editor.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        await school.SaveAsync(new CoAuthor(course.Id, assistant.UserId, AuthorRole.Assistant, school.Clock.GetUtcNow()));
        await Refused.WithAsync(AuthorReasons.AuthorRoleMissing, () => school.CreateCoverUploadAsync(assistant, course.Id, Picture));
        var upload = await school.UploadCoverAsync(editor, course.Id, Picture);
        Assert.Equal(course.Instructor.UserId, (await CoverAsync(upload)).InstructorId);
        await Refused.WithAsync(AuthorReasons.AuthorRoleMissing, () => SetAsync(course with { Instructor = assistant }, upload));
        await SetAsync(course with { Instructor = editor }, upload);
        await ProcessAsync(upload);
        Assert.Equal(upload, (await DraftAsync(course)).CoverId);
        Assert.Equal([null], await ToldAsync(course));
    }

    [Fact]
    public async Task S3Takes_NothingButWhatWasSigned()
    {
        var course = await school.PublishedCourseAsync();
        var upload = await school.CreateCoverUploadAsync(course.Instructor, course.Id, Picture);
        byte[] other = [.. Picture];
        other[^1]++;
        Assert.InRange(await TestPictures.PutAsync(upload.Put, other), 400, 403);
        Assert.InRange(await TestPictures.PutAsync(upload.Put, [.. Picture, 0]), 400, 403);
        Assert.InRange(await TestPictures.PutAsync(upload.Put, []), 400, 403);
        Assert.InRange(await TestPictures.PutAsync(upload.Put, Picture, "text/html"), 400, 403);
        Assert.Equal(200, await TestPictures.PutAsync(upload.Put, Picture));
    }

    /// <summary>Only somebody with the school's own keys could; what is looked at is what was signed all the same.</summary>
    [Fact]
    public async Task AnUploadThatIsReplacedAfterwards_IsRefused()
    {
        var course = await school.PublishedCourseAsync();
        var upload = await UploadAsync(course);
        await SetAsync(course, upload);
        byte[] other = [.. Picture];
        other[^1]++;
        await ReplaceAsync(course, upload, other);
        await ProcessAsync(upload);
        Assert.Equal((null, CoverRefusal.Damaged), ((await DraftAsync(course)).CoverId, (await DraftAsync(course)).CoverRefusal!.Value));
    }

    [Fact]
    public async Task OfCoversThatAreSetAtOnce_TheLastOneIsShown_WhicheverIsReadyFirst()
    {
        var course = await school.PublishedCourseAsync();
        Guid[] uploads =
        [
            await UploadAsync(course),
            await UploadAsync(course, TestPictures.Png(700, 400)),
            await UploadAsync(course, TestPictures.Jpeg(800, 600)),
        ];
        await Task.WhenAll(uploads.Select(upload => SetAsync(course, upload)));
        var last = (await DraftAsync(course)).NextCoverId!.Value;

        // Every request is delivered, and some twice.
        await Task.WhenAll(uploads.Concat(uploads).Select(ProcessAsync));
        var draft = await DraftAsync(course);
        Assert.Equal((last, null), (draft.CoverId!.Value, draft.NextCoverId));
        Assert.Equal([null], await ToldAsync(course));

        // Another one that was looked at already is shown at once.
        var other = uploads.First(upload => upload != last);
        Assert.Equal(other, (await SetAsync(course, other)).CoverId);
    }

    [Fact]
    public async Task SetManyTimesAtOnce_ACoverIsMadeOnce_AndChangesNothingMore()
    {
        var course = await school.PublishedCourseAsync();
        var upload = await UploadAsync(course);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SetAsync(course, upload)));
        Assert.Equal(1, await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == CoverWork.Kind)));
        await ProcessAsync(upload);
        var before = await DraftAsync(course);
        await SetAsync(course, upload);
        await ProcessAsync(upload);
        Assert.Equal(before.RowVersion, (await DraftAsync(course)).RowVersion);
        await Refused.WithAsync(
            CallReasons.EtagStale,
            async () =>
                await school.DoAsync<SetCover>(async s =>
                    await s.ExecuteAsync(course.Instructor, course.Id, await UploadAsync(course), 1, CancellationToken.None)
                )
        );
    }

    /// <summary>
    /// Killed between any two steps, the next run goes on: with pictures that are there and no decision, and with a decision and the upload still there.
    /// </summary>
    [Fact]
    public async Task AWorkerThatIsKilled_LeavesWhatTheNextOneEnds()
    {
        var course = await school.PublishedCourseAsync();
        var upload = await UploadAsync(course);
        await SetAsync(course, upload);
        using (var painter = new CoverPainter())
        {
            var pictures = await painter.PaintAsync(Picture, CancellationToken.None);
            await school.DoAsync<CoverFiles>(f => f.SaveAsync(upload, pictures[0], CancellationToken.None));
        }

        Assert.Equal(upload, (await DraftAsync(course)).NextCoverId);
        var cover = await CoverAsync(upload);
        cover.Accept(1280);
        await school.DoAsync<SettleCover>(s => s.ExecuteAsync(cover, CancellationToken.None));
        Assert.Equal(upload, (await DraftAsync(course)).CoverId);
        Assert.True(await school.DoAsync<CoverFiles, bool>(f => f.IsUploadedAsync(cover, CancellationToken.None)));
        await ProcessAsync(upload);
        Assert.False(await school.DoAsync<CoverFiles, bool>(f => f.IsUploadedAsync(cover, CancellationToken.None)));
        Assert.Equal([null], await ToldAsync(course));
    }

    [Fact]
    public async Task WhenNobodyGotToIt_OrEveryTryFailed_TheDraftSaysSo()
    {
        var course = await school.PublishedCourseAsync();
        var forgotten = await UploadAsync(course);
        await SetAsync(course, forgotten);
        await school.DoAsync<CoverFiles>(async f => await f.DeleteUploadAsync(await CoverAsync(forgotten), CancellationToken.None));
        await ProcessAsync(forgotten);
        Assert.Equal(CoverRefusal.UploadGone, (await DraftAsync(course)).CoverRefusal);

        var unlucky = await UploadAsync(course);
        await SetAsync(course, unlucky);
        await school.DoAsync<IGiveUp<CoverWork>>(g => g.GiveUpAsync(new CoverWork(unlucky), new IOException("Again and again."), CancellationToken.None));
        Assert.Equal((null, CoverRefusal.Failed), ((await DraftAsync(course)).NextCoverId, (await DraftAsync(course)).CoverRefusal!.Value));
    }

    [Fact]
    public async Task WhatIsReviewed_DoesNotChange()
    {
        var course = await school.PublishedCourseAsync();
        var upload = await UploadAsync(course);
        await school.DoAsync<UpdateCourse>(u =>
            u.ExecuteAsync(course.Instructor, course.Id, null, text => text with { Subtitle = "Anew" }, CancellationToken.None)
        );
        await SetAsync(course, upload);
        var refused = await Refused.WithAsync(CatalogReasons.CourseNotFulfillable, () => SubmitAsync(course));
        Assert.Contains("cover", Assert.Single(refused.Violations).Description, StringComparison.Ordinal);
        await ProcessAsync(upload);
        await SubmitAsync(course);
        await Refused.WithAsync(CatalogReasons.CourseInReview, async () => await SetAsync(course, await UploadAsync(course)));
        await Refused.WithAsync(CatalogReasons.CourseInReview, () => DeleteAsync(course));
    }

    [Fact]
    public async Task ACoverThatNothingShows_IsDeleted_AndOneThatACopyOrAVersionShowsStays()
    {
        var course = await school.PublishedCourseAsync();
        var (published, copied, replaced) = (await ShownAsync(course), Guid.Empty, Guid.Empty);
        await PublishAsync(course);
        copied = await ShownAsync(course);
        var copy = await school.DoAsync<DuplicateCourse, Course>(d => d.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None));
        Assert.Equal(new CourseCover(copied, 1280), copy.Cover);
        replaced = await ShownAsync(course);
        var shown = await ShownAsync(course);
        var never = await UploadAsync(course);
        Assert.Equal(0, await PurgeAsync());

        school.Clock.Advance(TimeSpan.FromDays(1));
        var waiting = await UploadAsync(course);
        Assert.Equal(2, await PurgeAsync());
        Assert.Equal(0, await PurgeAsync());
        await DeleteDocumentsAsync();
        var left = await Task.WhenAll(new[] { published, copied, replaced, shown, never }.Select(async id => (await KeysAsync(id)).Count));
        Assert.Equal([6, 6, 0, 6, 0], left);
        Assert.NotNull(await CoverAsync(waiting));

        // The copy is deleted, and gone for good after a month.
        await school.DoAsync<DeleteCourse>(d => d.ExecuteAsync(course.Instructor, copy.Id, null, CancellationToken.None));
        Assert.Equal(0, await PurgeAsync());
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == copy.Id).SelectMany(c => c.Sections).SelectMany(s => s.Lessons).ExecuteDeleteAsync());
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == copy.Id).SelectMany(c => c.Sections).ExecuteDeleteAsync());
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == copy.Id).ExecuteDeleteAsync());
        Assert.Equal(1, await PurgeAsync());
        await DeleteDocumentsAsync();
        Assert.Empty(await KeysAsync(copied));
    }

    [Fact]
    public async Task WhenAnInstructorIsErased_TheirCoversGo_AndAWorkerThatComesLateLeavesNothing()
    {
        var course = await school.PublishedCourseAsync();
        var shown = await ShownAsync(course);
        await PublishAsync(course);
        var late = await UploadAsync(course);
        await SetAsync(course, late);
        var cover = await CoverAsync(late);
        var student = await school.StudentAsync();
        await school.EnrollmentAsync(student, course);
        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(course.Instructor, CancellationToken.None));
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(1, await school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
        await DeleteDocumentsAsync();

        Assert.Empty(await KeysAsync(shown));
        Assert.False(await school.DoAsync<CoverFiles, bool>(f => f.IsUploadedAsync(cover, CancellationToken.None)));
        Assert.False(await school.ReadAsync(db => db.Covers.AnyAsync(c => c.InstructorId == course.Instructor.UserId)));
        Assert.True(await school.ReadAsync(db => db.CurriculumVersions.Where(v => v.CourseId == course.Id).AllAsync(v => v.CoverId == null)));

        // It had read the upload before.
        await school.DoAsync<CoverFiles>(f => f.SaveAsync(late, new CoverPicture(640, CoverFormat.Webp, [1]), CancellationToken.None));
        cover.Accept(640);
        await school.DoAsync<SettleCover>(s => s.ExecuteAsync(cover, CancellationToken.None));
        await DeleteDocumentsAsync();
        Assert.Empty(await KeysAsync(late));
        await ProcessAsync(late);
    }

    private Task<Guid> UploadAsync(PublishedTestCourse course, byte[]? picture = null) =>
        school.UploadCoverAsync(course.Instructor, course.Id, picture ?? Picture);

    private async Task<Guid> ShownAsync(PublishedTestCourse course)
    {
        var upload = await UploadAsync(course);
        await SetAsync(course, upload);
        await ProcessAsync(upload);
        return upload;
    }

    private Task<Course> SetAsync(PublishedTestCourse course, Guid upload) =>
        school.DoAsync<SetCover, Course>(s => s.ExecuteAsync(course.Instructor, course.Id, upload, etag: null, CancellationToken.None));

    private async Task<(Guid?, CourseState)> DeleteAsync(PublishedTestCourse course)
    {
        var draft = await school.DoAsync<DeleteCover, Course>(d => d.ExecuteAsync(course.Instructor, course.Id, etag: null, CancellationToken.None));
        return (draft.CoverId, draft.State);
    }

    private Task ProcessAsync(Guid upload) => school.DoAsync<ProcessCover>(p => p.ExecuteAsync(upload, CancellationToken.None));

    private Task<int> PurgeAsync() => school.DoAsync<PurgeCovers, int>(p => p.ExecuteAsync(CancellationToken.None));

    private async Task<Course> DraftAsync(PublishedTestCourse course) =>
        (await school.DoAsync<GetCourseDraft, AuthoredCourse>(g => g.ExecuteAsync(course.Instructor, course.Id, CancellationToken.None))).Course;

    private Task<Cover> CoverAsync(Guid id) => school.ReadAsync(db => db.Covers.AsNoTracking().SingleAsync(c => c.Id == id));

    private Task<IReadOnlyList<string>> KeysAsync(Guid id) => school.DoAsync<CoverFiles, IReadOnlyList<string>>(f => f.ListAsync(id, CancellationToken.None));

    private Task<PublishedCourse> OnSaleAsync(PublishedTestCourse course) =>
        school.DoAsync<GetCourse, PublishedCourse>(g => g.ExecuteAsync(course.Id, CancellationToken.None));

    private async Task<IReadOnlyList<PublishedCourse>> SearchAsync() =>
        (
            await school.DoAsync<SearchCourses, FoundCourses>(s =>
                s.ExecuteAsync(CourseQuery.Of("compilers"), new PageRequest(50, null), withFacets: false, CancellationToken.None)
            )
        )
            .Page
            .Items;

    private Task SubmitAsync(PublishedTestCourse course) =>
        school.DoAsync<SubmitForReview>(s => s.ExecuteAsync(course.Instructor, course.Id, etag: null, CancellationToken.None));

    private async Task PublishAsync(PublishedTestCourse course)
    {
        await SubmitAsync(course);
        await school.ApproveAsync(course.Id);
        await school.DoAsync<PublishCourse>(p => p.ExecuteAsync(course.Instructor, course.Id, etag: null, CancellationToken.None));
    }

    private Task ReplaceAsync(PublishedTestCourse course, Guid upload, byte[] content) =>
        school.DoAsync<ObjectStorage>(s =>
            s.UploadAsync(
                s.DocumentsBucket,
                $"{ObjectStorage.Arrivals}{Cover.UploadsOf(course.Instructor.UserId)}{upload}",
                content,
                "image/png",
                CancellationToken.None
            )
        );

    /// <summary>What the instructor's feed was told.</summary>
    private async Task<IReadOnlyList<CoverRefusal?>> ToldAsync(PublishedTestCourse course)
    {
        var told = await school.ReadAsync(db =>
            db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).OrderBy(m => m.Id).Select(m => m.Payload).ToListAsync()
        );
        return
        [
            .. told.Select(payload => JsonSerializer.Deserialize<FeedEventWork>(payload)!)
                .Where(e => e.UserId == course.Instructor.UserId && e.Kind == CoverProcessed.Kind)
                .Select(e => e.Event.Deserialize<CoverProcessed>()!.Refusal)
                .Order(),
        ];
    }

    /// <summary>As the job does it.</summary>
    private async Task DeleteDocumentsAsync()
    {
        foreach (var payload in await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == DocumentWork.Kind).Select(m => m.Payload).ToListAsync()))
        {
            await school.DoAsync<ESchool.Application.Instructors.Applications.DeleteDocument>(d =>
                d.ExecuteAsync(JsonSerializer.Deserialize<DocumentWork>(payload)!.Key, CancellationToken.None)
            );
        }
    }
}
