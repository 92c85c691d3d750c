using System.Security.Cryptography;
using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Application.Catalog.Packages.Importing;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Media;

namespace ESchool.Api.Tests.Matrix;

/// <content>Courses as files.</content>
internal sealed partial class MatrixWorld
{
    private Task<Upload> BeginPackageAsync(long sizeBytes) =>
        School.DoAsync<CreateImportUpload, Upload>(c => c.ExecuteAsync(ActorOf(Instructor), sizeBytes, CancellationToken.None));

    private async Task<string> SendPackageAsync()
    {
        var upload = await BeginPackageAsync(1_024);
        await SendPartAsync(upload, RandomNumberGenerator.GetBytes(1_024));
        return upload.Id.ToString();
    }

    private async Task<string> ImportAsync()
    {
        var upload = Guid.Parse(await SendPackageAsync());
        var import = await School.DoAsync<ImportCourse, CourseImport>(i => i.ExecuteAsync(ActorOf(Instructor), upload, CancellationToken.None));
        return import.Id.ToString();
    }

    private async Task<string> ExportAsync()
    {
        var course = Guid.Parse(await NeedAsync("draft"));
        var export = await School.DoAsync<ExportCourse, CourseExport>(e => e.ExecuteAsync(ActorOf(Instructor), course, CancellationToken.None));
        return export.Id.ToString();
    }
}
