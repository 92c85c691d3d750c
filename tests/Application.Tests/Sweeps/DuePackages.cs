using ESchool.Domain;
using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Sweeps;

/// <summary>Files of exports and imports that are due.</summary>
internal static class DuePackages
{
    public static async Task<DueRows> ExportsAsync(TestSchool school, StripeEmulator stripe)
    {
        var owner = await school.InstructorAsync();
        Guid[] exports = [await ExportAsync(school, owner), await ExportAsync(school, owner)];
        school.Clock.Advance(CourseExport.Lifetime + TimeSpan.FromMinutes(1));
        return DueRows.Of(exports, id => school.ReadAsync(db => db.CourseExports.AnyAsync(e => e.Id == id && e.State == CourseExportState.Expired)));
    }

    /// <summary>Two imports that were given up while a worker stored their videos.</summary>
    public static async Task<DueRows> ImportsAsync(TestSchool school, StripeEmulator stripe)
    {
        var owner = await school.InstructorAsync();
        Guid[] imports = [await ImportAsync(school, owner), await ImportAsync(school, owner)];
        school.Clock.Advance(TimeSpan.FromHours(2));
        return DueRows.Of(imports, id => school.ReadAsync(db => db.CourseImports.AnyAsync(i => i.Id == id && i.LooseFiles.Length == 0)));
    }

    public static async Task<DueRows> TablesAsync(TestSchool school, StripeEmulator stripe)
    {
        var admin = await school.AdminAsync();
        Guid[] exports = [await TableAsync(school, admin), await TableAsync(school, admin)];
        school.Clock.Advance(TableExport.Lifetime + TimeSpan.FromMinutes(1));
        return DueRows.Of(exports, id => school.ReadAsync(db => db.TableExports.AnyAsync(e => e.Id == id && e.State == ExportState.Expired)));
    }

    private static async Task<Guid> TableAsync(TestSchool school, Actor admin)
    {
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var export = new TableExport(admin.UserId, ExportSubject.Users, ExportFormat.Csv, ExportFilter.All, school.Clock.GetUtcNow());
        export.BeginAttempt();
        export.Finish(1, 1_000, school.Clock.GetUtcNow());
        await school.SaveAsync(export);
        return export.Id;
    }

    private static async Task<Guid> ExportAsync(TestSchool school, Actor owner)
    {
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var export = new CourseExport(owner.UserId, Guid.NewGuid(), school.Clock.GetUtcNow());
        export.BeginAttempt();
        export.Finish(1_000, missingVideos: 0, school.Clock.GetUtcNow());
        await school.SaveAsync(export);
        return export.Id;
    }

    private static async Task<Guid> ImportAsync(TestSchool school, Actor owner)
    {
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var now = school.Clock.GetUtcNow();
        var upload = new Upload(Guid.CreateVersion7(now), owner.UserId, 1_000, "multipart", now);
        await school.SaveAsync(upload);
        var import = new CourseImport(owner.UserId, upload.Id, 1_000, now);
        import.BeginAttempt();
        import.Plan(PackageKind.School, [$"sources/{owner.UserId}/{Guid.NewGuid()}"]);
        import.Cancel(now);
        await school.SaveAsync(import);
        return import.Id;
    }
}
