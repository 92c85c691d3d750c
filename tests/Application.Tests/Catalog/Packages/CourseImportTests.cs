using ESchool.Application.Catalog.Packages.Importing;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Identity;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Packages;

/// <summary>An import from the upload to its end, whoever asks, however often, and whenever it is killed.</summary>
public sealed class CourseImportTests : IAsyncLifetime
{
    /// <summary>Two videos and an article.</summary>
    private static readonly byte[] Package = Packing.Zip(
        (
            "manifest.json",
            """
            {"format": "e-school-course", "version": 1, "course": {"title": "A fine course", "language": "en"},
             "media": [{"id": "1", "path": "a.mp4"}, {"id": "2", "path": "b.mp4"}],
             "sections": [{"title": "S", "lessons": [
               {"title": "A", "required": true, "video": {"media": "1", "thresholdBasisPoints": 9000}},
               {"title": "B", "video": {"media": "2"}},
               {"title": "C", "article": {"markdown": "Text", "minimumDwellSeconds": 5}}]}]}
            """
        ),
        ("a.mp4", "the first video"),
        ("b.mp4", "the second video")
    );

    private TestSchool school = null!;
    private Actor instructor = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        instructor = await school.InstructorAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task AnUpload_IsAPackageOfItsOwner_AndIsWhatWasSigned()
    {
        var (upload, other) = (await school.UploadPackageAsync(instructor, Package), await school.InstructorAsync());
        await Refused.WithAsync(MediaReasons.UploadNotFound, () => AskAsync(other, upload.Id));
        await Refused.WithAsync(
            MediaReasons.UploadNotFound,
            () => school.DoAsync<SignUploadParts>(s => s.ExecuteAsync(other, upload.Id, [(1, new byte[16])], CancellationToken.None))
        );

        // It is no video, and a video is no package.
        await Refused.WithAsync(
            MediaReasons.UploadNotFound,
            () => school.DoAsync<CompleteUpload>(c => c.ExecuteAsync(instructor, upload.Id, CancellationToken.None))
        );
        var video = await school.DoAsync<CreateUpload, Upload>(c =>
            c.ExecuteAsync(AssetOwner.Alone(instructor.UserId), new UploadFile("a.mp4", 10, "video/mp4"), CancellationToken.None)
        );
        await Refused.WithAsync(MediaReasons.UploadNotFound, () => AskAsync(instructor, video.Id));

        // Not before all of it is there.
        var begun = await school.DoAsync<CreateImportUpload, Upload>(c => c.ExecuteAsync(instructor, 100, CancellationToken.None));
        await Refused.WithAsync(MediaReasons.UploadIncomplete, () => AskAsync(instructor, begun.Id));
        await school.DoAsync<AbortUpload>(a => a.ExecuteAsync(instructor, begun.Id, CancellationToken.None));
        await Refused.WithAsync(MediaReasons.UploadStateWrong, () => AskAsync(instructor, begun.Id));
        await Refused.WithAsync(
            MediaReasons.UploadTooLarge,
            () => school.DoAsync<CreateImportUpload>(c => c.ExecuteAsync(instructor, 60L * 1024 * 1024 * 1024, CancellationToken.None))
        );

        var parts = await school.DoAsync<ListUploadParts, IReadOnlyList<ArrivedPart>>(l => l.ExecuteAsync(instructor, upload.Id, CancellationToken.None));
        Assert.Equal([new ArrivedPart(1, Package.Length, Matches: true)], parts);
    }

    [Fact]
    public async Task AskedForManyTimesAtOnce_AndRunTwice_ItMakesOneCourse()
    {
        var upload = await school.UploadPackageAsync(instructor, Package);
        var asked = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Record.ExceptionAsync(() => AskAsync(instructor, upload.Id)).AsTask()));

        // Two that join the parts at the same moment: one of them may have to ask again.
        Assert.All(asked.OfType<Exception>(), fault => Assert.True(fault is DomainException or DbUpdateConcurrencyException, $"{fault}"));
        var import = await AskAsync(instructor, upload.Id);
        Assert.Equal(1, await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == CourseImportWork.Kind)));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => school.RunAsync(import)));
        var done = await school.RunAsync(import);
        Assert.Equal(CourseImportState.Done, done.State);
        Assert.Equal(1, await school.ReadAsync(db => db.Courses.CountAsync(c => c.InstructorId == instructor.UserId)));
        Assert.Equal(2, await school.ReadAsync(db => db.Assets.CountAsync(a => a.OwnerId == instructor.UserId && a.State == AssetState.Uploaded)));
        Assert.Equal(2, (await school.SourcesAsync(instructor)).Count);
        Assert.Equal([new CourseImported(import.Id, CourseImportState.Done)], await school.ToldAsync<CourseImported>(instructor));
        Assert.Equal(import.Id, (await AskAsync(instructor, upload.Id)).Id);
    }

    [Fact]
    public async Task TheDraft_HasWhatThePackageSays()
    {
        var draft = await school.DraftAsync(instructor, await school.ImportAsync(instructor, Package));
        var lessons = Assert.Single(draft.Sections).Lessons;
        Assert.Equal(["A", "B", "C"], lessons.Select(l => l.Title));
        Assert.Equal([9_000, 9_500, 0], lessons.Select(l => l.ThresholdBasisPoints));
        Assert.Equal([true, false, false], lessons.Select(l => l.Required));
        Assert.Equal(new ArticleContent("Text", 5), lessons[2].Content);
        var asset = await school.ReadAsync(db => db.Assets.AsNoTracking().SingleAsync(a => a.Id == lessons[1].AssetId));
        Assert.Equal(("b.mp4", 16L, instructor.UserId), (asset.FileName, asset.SizeBytes, asset.UploaderId));
        var stored = await school.DoAsync<ObjectStorage, byte[]?>(s => s.ReadAsync(s.MediaBucket, asset.SourceKey, CancellationToken.None));
        Assert.Equal("the second video"u8.ToArray(), stored);
    }

    /// <summary>Killed after it had stored the videos, and before the draft was there: the next attempt deletes them, and makes everything once.</summary>
    [Fact]
    public async Task AWorkerThatIsKilled_LeavesWhatTheNextOneEnds()
    {
        var import = await school.BringAsync(instructor, Package);
        var loose = $"sources/{instructor.UserId}/{Guid.NewGuid()}";
        await school.DoAsync<ObjectStorage>(async s =>
        {
            await s.UploadAsync(s.MediaBucket, loose, [1, 2, 3], "video/mp4", CancellationToken.None);
            await s.StartMultipartAsync(s.MediaBucket, loose, "video/mp4", CancellationToken.None);
        });
        await school.ReadAsync(async db =>
        {
            var held = await db.CourseImports.SingleAsync(i => i.Id == import.Id);
            held.BeginAttempt();
            held.Plan(PackageKind.School, [loose]);
            return await db.SaveChangesAsync();
        });
        Assert.False(await school.ReadAsync(db => db.Courses.AnyAsync(c => c.InstructorId == instructor.UserId)));

        var done = await school.RunAsync(import);
        Assert.Equal((CourseImportState.Done, 2), (done.State, done.Epoch));
        Assert.Empty(done.LooseFiles);
        Assert.DoesNotContain(loose, await school.SourcesAsync(instructor));
        Assert.Equal(2, (await school.SourcesAsync(instructor)).Count);
        Assert.Equal(1, await school.ReadAsync(db => db.Courses.CountAsync(c => c.InstructorId == instructor.UserId)));

        // Killed after that, the job runs again and finds nothing to do.
        await school.RunAsync(import);
        Assert.Equal(1, await school.ReadAsync(db => db.Courses.CountAsync(c => c.InstructorId == instructor.UserId)));
    }

    [Fact]
    public async Task WhatWasGivenUp_MakesNoCourse_AndItsFilesGo()
    {
        var (import, other) = (await school.BringAsync(instructor, Package), await school.InstructorAsync());
        await Refused.WithAsync(CatalogReasons.CourseImportNotFound, () => CancelAsync(other, import.Id));
        await Refused.WithAsync(
            CatalogReasons.CourseImportNotFound,
            () => school.DoAsync<GetCourseImport>(g => g.ExecuteAsync(other, import.Id, CancellationToken.None))
        );

        // While an attempt is at work.
        var loose = $"sources/{instructor.UserId}/{Guid.NewGuid()}";
        await school.DoAsync<ObjectStorage>(s => s.UploadAsync(s.MediaBucket, loose, [1, 2, 3], "video/mp4", CancellationToken.None));
        await school.ReadAsync(async db =>
        {
            var held = await db.CourseImports.SingleAsync(i => i.Id == import.Id);
            held.BeginAttempt();
            held.Plan(PackageKind.School, [loose]);
            return await db.SaveChangesAsync();
        });
        Assert.Equal(CourseImportState.Canceled, (await CancelAsync(instructor, import.Id)).State);
        Assert.Equal(CourseImportState.Canceled, (await CancelAsync(instructor, import.Id)).State);
        Assert.Equal(CourseImportState.Canceled, (await school.RunAsync(import)).State);
        Assert.False(await school.ReadAsync(db => db.Courses.AnyAsync(c => c.InstructorId == instructor.UserId)));
        await school.DeleteDocumentsAsync();
        Assert.Empty(await school.FilesAsync(instructor));
        Assert.Equal(0, await PurgeAsync());
        school.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await PurgeAsync());
        Assert.Empty(await school.SourcesAsync(instructor));

        var done = await school.ImportAsync(instructor, Package);
        await Refused.WithAsync(CatalogReasons.ImportStateWrong, () => CancelAsync(instructor, done.Id));
    }

    [Fact]
    public async Task AfterTheLastTry_ItSaysSo()
    {
        var import = await school.BringAsync(instructor, Package);
        await school.DoAsync<IGiveUp<CourseImportWork>>(g => g.GiveUpAsync(new CourseImportWork(import.Id), new IOException("Again."), CancellationToken.None));
        Assert.Equal(CourseImportState.Failed, (await school.RunAsync(import)).State);
        Assert.Equal([new CourseImported(import.Id, CourseImportState.Failed)], await school.ToldAsync<CourseImported>(instructor));
    }

    [Fact]
    public async Task TooManyAtATime_Wait()
    {
        var first = await school.BringAsync(instructor, Package);
        await school.BringAsync(instructor, Package);
        await school.BringAsync(instructor, Package);
        var fourth = await school.UploadPackageAsync(instructor, Package);
        await Refused.WithAsync(CatalogReasons.ImportsOpen, () => AskAsync(instructor, fourth.Id));
        await school.RunAsync(first);
        await AskAsync(instructor, fourth.Id);
        var page = await school.DoAsync<ListCourseImports, Page<CourseImport>>(l =>
            l.ExecuteAsync(instructor, new PageRequest(50, null), CancellationToken.None)
        );
        Assert.Equal(4, page.Items.Count);
        Assert.Equal(first.Id, page.Items[^1].Id);
    }

    [Fact]
    public async Task AnUploadThatNobodyImports_IsGivenUp_AlsoWhenItsPartsWereJoined()
    {
        var upload = await school.UploadPackageAsync(instructor, Package);
        await school.DoAsync<ObjectStorage>(async s =>
            await s.CompleteMultipartAsync(
                s.DocumentsBucket,
                upload.PackageKey,
                upload.MultipartId,
                await s.ListPartsAsync(s.DocumentsBucket, upload.PackageKey, upload.MultipartId, CancellationToken.None),
                CancellationToken.None
            )
        );
        Assert.Single(await school.FilesAsync(instructor));
        school.Clock.Advance(Upload.Lifetime);
        Assert.Equal(1, await school.DoAsync<AbandonExpiredUploads, int>(a => a.ExecuteAsync(CancellationToken.None)));
        Assert.Empty(await school.FilesAsync(instructor));
    }

    [Fact]
    public async Task WhenAnInstructorIsErased_PackagesAndExportsGo_AndAWorkerThatComesLateMakesNothing()
    {
        var course = await school.PublishedCourseAsync(instructor: instructor);
        await school.ReadAsync(db =>
            db.Assets.Where(a => a.OwnerId == instructor.UserId).ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AssetState.Aborted))
        );
        await school.ExportAsync(instructor, course.Id);
        var import = await school.BringAsync(instructor, Package);
        Assert.Equal(2, (await school.FilesAsync(instructor)).Count);
        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(instructor, CancellationToken.None));
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(1, await school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
        await school.DeleteDocumentsAsync();
        Assert.Empty(await school.FilesAsync(instructor));
        await school.DoAsync<RunCourseImport>(r => r.ExecuteAsync(import.Id, CancellationToken.None));
        Assert.False(await school.ReadAsync(db => db.CourseImports.AnyAsync()));
        Assert.False(await school.ReadAsync(db => db.CourseExports.AnyAsync()));
        Assert.Equal(1, await school.ReadAsync(db => db.Courses.CountAsync(c => c.InstructorId == instructor.UserId)));
    }

    private Task<CourseImport> AskAsync(Actor actor, Guid uploadId) =>
        school.DoAsync<ImportCourse, CourseImport>(i => i.ExecuteAsync(actor, uploadId, CancellationToken.None));

    private Task<CourseImport> CancelAsync(Actor actor, Guid importId) =>
        school.DoAsync<CancelCourseImport, CourseImport>(c => c.ExecuteAsync(actor, importId, CancellationToken.None));

    private Task<int> PurgeAsync() => school.DoAsync<PurgeCourseImports, int>(p => p.ExecuteAsync(CancellationToken.None));
}
