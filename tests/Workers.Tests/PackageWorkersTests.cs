using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers.Tests;

/// <summary>A course goes out and comes in through the real Workers, which are killed meanwhile.</summary>
public sealed class PackageWorkersTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private SchoolProcess workers = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        await SchoolProcess.RunVerbAsync(school.Database, "migrate");
        workers = await SchoolProcess.StartWorkersAsync(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        await workers.DisposeAsync();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task ACourse_GoesOutAndComesIn_AlsoWhenWorkersAreKilled()
    {
        var instructor = await school.InstructorAsync();
        var (asset, now) = (await school.StoredAssetAsync(instructor, new byte[20 * 1024 * 1024]), school.Clock.GetUtcNow());
        var course = new Course(instructor.UserId, new CourseText("A fine course", "", "", "en"), now);
        course.AddLesson(course.AddSection("One", now).Id, "A", required: true, new VideoContent(asset.Id, 5_000), now);
        await school.SaveAsync(course);
        var export = await school.DoAsync<ExportCourse, CourseExport>(e => e.ExecuteAsync(instructor, course.Id, CancellationToken.None));
        var url = await Wait.UntilAsync(
            "The export",
            async () => (await school.ReadyExportAsync(instructor, export.Id)).DownloadUrl is { Length: > 0 } ready ? ready : null,
            seconds: 120
        );

        var import = await school.BringAsync(instructor, await Packing.DownloadAsync(url));
        await Wait.UntilAsync(
            "The import to begin",
            () => school.ReadAsync(db => db.CourseImports.AnyAsync(i => i.Id == import.Id && i.State != CourseImportState.Uploaded)),
            seconds: 120
        );
        workers.Kill();
        await workers.DisposeAsync();
        workers = await SchoolProcess.StartWorkersAsync(school.Database);
        await Wait.UntilAsync(
            "The import",
            () => school.ReadAsync(db => db.CourseImports.AnyAsync(i => i.Id == import.Id && i.State == CourseImportState.Done)),
            seconds: 240
        );
        Assert.Equal(2, await school.ReadAsync(db => db.Courses.CountAsync(c => c.InstructorId == instructor.UserId)));
        Assert.Equal(1, await school.ReadAsync(db => db.Assets.CountAsync(a => a.OwnerId == instructor.UserId && a.Id != asset.Id)));

        // What is no video is found out where every upload is; the package is deleted.
        await Wait.UntilAsync(
            "The probe",
            () => school.ReadAsync(db => db.Assets.AnyAsync(a => a.OwnerId == instructor.UserId && a.State == AssetState.Failed)),
            seconds: 120
        );
        await Wait.UntilAsync(
            "The end of the package",
            async () => !(await school.FilesAsync(instructor)).Any(key => key.StartsWith("packages/", StringComparison.Ordinal)),
            seconds: 60
        );
    }
}
