using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Exports;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;

namespace ESchool.Api.Administration.Exports;

internal sealed class ExportGrpcService(IdempotentCalls idempotent, PageTokens pages) : ExportService.ExportServiceBase
{
    private const string Pattern = "exports/{export}";

    public override Task<StartExportResponse> StartExport(StartExportRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var export = await context
                    .UseCase<StartExport>()
                    .ExecuteAsync(
                        context.Actor(),
                        (Domain.Administration.Exports.ExportSubject)request.Subject,
                        (Domain.Administration.Exports.ExportFormat)request.Format,
                        request.Filter.ToFilter(),
                        context.CancellationToken
                    );
                return new StartExportResponse { Export = export.ToWire() };
            }
        );

    public override async Task<GetExportResponse> GetExport(GetExportRequest request, ServerCallContext context)
    {
        var ready = await context.UseCase<GetExport>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        var export = ready.Export.ToWire();
        (export.DownloadUrl, export.DownloadUrlExpireTime) = (ready.Url, ready.UrlExpiresAt.ToWire());
        return new GetExportResponse { Export = export };
    }

    public override async Task<ListExportsResponse> ListExports(ListExportsRequest request, ServerCallContext context)
    {
        var arguments = new ListExportsRequest { OfAll = request.OfAll };
        var page = await context
            .UseCase<ListExports>()
            .ExecuteAsync(context.Actor(), request.OfAll, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListExportsResponse { Exports = { page.Items.Select(export => export.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<CancelExportResponse> CancelExport(CancelExportRequest request, ServerCallContext context)
    {
        var export = await context.UseCase<CancelExport>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        return new CancelExportResponse { Export = export.ToWire() };
    }
}
