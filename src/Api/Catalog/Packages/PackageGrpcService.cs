using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Packages.Exporting;
using ESchool.Application.Catalog.Packages.Importing;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;

namespace ESchool.Api.Catalog.Packages;

internal sealed class PackageGrpcService(IdempotentCalls idempotent, PageTokens pages) : PackageService.PackageServiceBase
{
    private const string ImportPattern = "courseImports/{course_import}";

    public override Task<ExportCourseResponse> ExportCourse(ExportCourseRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var export = await context
                    .UseCase<ExportCourse>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "courses/{course}"), context.CancellationToken);
                return new ExportCourseResponse { Export = export.ToWire() };
            }
        );

    public override async Task<GetCourseExportResponse> GetCourseExport(GetCourseExportRequest request, ServerCallContext context)
    {
        var ready = await context
            .UseCase<GetCourseExport>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "courseExports/{course_export}"), context.CancellationToken);
        return new GetCourseExportResponse { Export = ready.Export.ToWire(ready.DownloadUrl) };
    }

    public override Task<CreateImportUploadResponse> CreateImportUpload(CreateImportUploadRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var upload = await context.UseCase<CreateImportUpload>().ExecuteAsync(context.Actor(), request.SizeBytes, context.CancellationToken);
                return new CreateImportUploadResponse
                {
                    Upload = $"uploads/{upload.Id}",
                    PartSizeBytes = upload.PartSizeBytes,
                    PartCount = upload.PartCount,
                    ExpireTime = upload.ExpiresAt.ToWire(),
                };
            }
        );

    public override Task<ImportCourseResponse> ImportCourse(ImportCourseRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var import = await context
                    .UseCase<ImportCourse>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Upload, "uploads/{upload}", "upload"), context.CancellationToken);
                return new ImportCourseResponse { Import = import.ToWire() };
            }
        );

    public override async Task<GetCourseImportResponse> GetCourseImport(GetCourseImportRequest request, ServerCallContext context)
    {
        var import = await context
            .UseCase<GetCourseImport>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, ImportPattern), context.CancellationToken);
        return new GetCourseImportResponse { Import = import.ToWire() };
    }

    public override async Task<ListCourseImportsResponse> ListCourseImports(ListCourseImportsRequest request, ServerCallContext context)
    {
        var arguments = new ListCourseImportsRequest();
        var page = await context
            .UseCase<ListCourseImports>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListCourseImportsResponse
        {
            Imports = { page.Items.Select(import => import.ToWire(isWhole: false)) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<CancelCourseImportResponse> CancelCourseImport(CancelCourseImportRequest request, ServerCallContext context)
    {
        var import = await context
            .UseCase<CancelCourseImport>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, ImportPattern), context.CancellationToken);
        return new CancelCourseImportResponse { Import = import.ToWire() };
    }
}
