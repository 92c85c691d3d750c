using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Packages;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>An export from the request to its end.</summary>
public sealed class CourseExportTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private Actor owner = null!;
    private Course course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        owner = await school.InstructorAsync();
        var (asset, now) = (await school.StoredAssetAsync(owner, [1, 2, 3, 4]), school.Clock.GetUtcNow());
        course = new Course(owner.UserId, new CourseText("A fine course", "", "", "en"), now);
        course.AddLesson(course.AddSection("One", now).Id, "A", required: true, new VideoContent(asset.Id, 5_000), now);
        await school.SaveAsync(course);
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task OnlyTheOwner_TakesACourseOut()
    {
        var (editor, assistant, other) = (await school.InstructorAsync(), await school.InstructorAsync(), await school.InstructorAsync());
        await school.SaveAsync(new CoAuthor(course.Id, editor.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        await school.SaveAsync(new CoAuthor(course.Id, assistant.UserId, AuthorRole.Assistant, school.Clock.GetUtcNow()));
        await Refused.WithAsync(AuthorReasons.AuthorRoleMissing, () => AskAsync(editor));
        await Refused.WithAsync(AuthorReasons.AuthorRoleMissing, () => AskAsync(assistant));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => AskAsync(other));
        var export = await AskAsync(owner);
        await Refused.WithAsync(CatalogReasons.CourseExportNotFound, () => school.ReadyExportAsync(editor, export.Id));
        Assert.Equal("", (await school.ReadyExportAsync(owner, export.Id)).DownloadUrl);
    }

    [Fact]
    public async Task AskedForManyTimesAtOnce_ItIsWrittenOnce()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(owner)));
        var export = Assert.Single(asked.DistinctBy(e => e.Id));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => WriteAsync(export)));
        await WriteAsync(export);
        Assert.Equal([new CourseExported(export.Id, CourseExportState.Succeeded)], await school.ToldAsync<CourseExported>(owner));
        Assert.Single(await school.FilesAsync(owner));
        Assert.NotEqual(export.Id, (await AskAsync(owner)).Id);
    }

    /// <summary>Killed while it wrote, and after it had written: the next attempt frees what S3 holds of it.</summary>
    [Fact]
    public async Task AWorkerThatIsKilled_LeavesWhatTheNextOneEnds()
    {
        var export = await AskAsync(owner);
        await school.ReadAsync(async db =>
        {
            var held = await db.CourseExports.SingleAsync(e => e.Id == export.Id);
            held.BeginAttempt();
            return await db.SaveChangesAsync();
        });
        await school.DoAsync<ObjectStorage>(async s =>
        {
            await s.UploadAsync(s.DocumentsBucket, $"{export.Folder}1.zip", [1], "application/zip", CancellationToken.None);
            await s.StartMultipartAsync(s.DocumentsBucket, $"{export.Folder}1.zip", "application/zip", CancellationToken.None);
        });
        await WriteAsync(export);
        var ready = await school.ReadyExportAsync(owner, export.Id);
        Assert.Equal((CourseExportState.Succeeded, 2), (ready.Export.State, ready.Export.Epoch));
        Assert.Equal([$"{export.Folder}2.zip"], await school.FilesAsync(owner));
        Assert.Equal([1, 2, 3, 4], Packing.Unzip(await Packing.DownloadAsync(ready.DownloadUrl))["media/1.mp4"]);
    }

    [Fact]
    public async Task AfterAWeek_TheFileIsDeleted()
    {
        var ready = await school.ExportAsync(owner, course.Id);
        Assert.Equal(0, await ExpireAsync());
        school.Clock.Advance(CourseExport.Lifetime);
        Assert.Equal("", (await school.ReadyExportAsync(owner, ready.Export.Id)).DownloadUrl);
        Assert.Equal(1, await ExpireAsync());
        Assert.Equal(CourseExportState.Expired, (await school.ReadyExportAsync(owner, ready.Export.Id)).Export.State);
        Assert.Empty(await school.FilesAsync(owner));
    }

    [Fact]
    public async Task AfterTheLastTry_OrWithoutTheCourse_ItSaysSo()
    {
        var export = await AskAsync(owner);
        await school.DoAsync<IGiveUp<CourseExportWork>>(g => g.GiveUpAsync(new CourseExportWork(export.Id), new IOException("Again."), CancellationToken.None));
        Assert.Equal(CourseExportState.Failed, (await school.ReadyExportAsync(owner, export.Id)).Export.State);

        var second = await AskAsync(owner);
        await school.ReadAsync(db => db.Courses.SelectMany(c => c.Sections).SelectMany(s => s.Lessons).ExecuteDeleteAsync());
        await school.ReadAsync(db => db.Courses.SelectMany(c => c.Sections).ExecuteDeleteAsync());
        await school.ReadAsync(db => db.Courses.ExecuteDeleteAsync());
        await WriteAsync(second);
        Assert.Equal(CourseExportState.Failed, (await school.ReadyExportAsync(owner, second.Id)).Export.State);
        Assert.Equal(
            [new CourseExported(export.Id, CourseExportState.Failed), new CourseExported(second.Id, CourseExportState.Failed)],
            await school.ToldAsync<CourseExported>(owner)
        );
    }

    private Task<CourseExport> AskAsync(Actor actor) =>
        school.DoAsync<ExportCourse, CourseExport>(e => e.ExecuteAsync(actor, course.Id, CancellationToken.None));

    private Task WriteAsync(CourseExport export) => school.DoAsync<WriteCourseExport>(w => w.ExecuteAsync(export.Id, CancellationToken.None));

    private Task<int> ExpireAsync() => school.DoAsync<ExpireCourseExports, int>(e => e.ExecuteAsync(CancellationToken.None));
}
