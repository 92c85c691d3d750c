using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity.Privacy;
using ESchool.Contracts.Identity.V1;
using Grpc.Core;

namespace ESchool.Api.Identity;

/// <summary>What a person may have and may have erased.</summary>
internal sealed partial class IdentityGrpcService
{
    public override async Task<RequestDataExportResponse> RequestDataExport(RequestDataExportRequest request, ServerCallContext context) =>
        new() { DataExport = (await context.UseCase<RequestDataExport>().ExecuteAsync(context.Actor(), context.CancellationToken)).ToWire(downloadUrl: "") };

    public override async Task<GetDataExportResponse> GetDataExport(GetDataExportRequest request, ServerCallContext context)
    {
        var (export, url) = await context
            .UseCase<GetDataExport>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "dataExports/{data_export}"), context.CancellationToken);
        return new GetDataExportResponse { DataExport = export.ToWire(url) };
    }

    public override async Task<DeleteAccountResponse> DeleteAccount(DeleteAccountRequest request, ServerCallContext context)
    {
        var deleteAt = await context.UseCase<DeleteAccount>().ExecuteAsync(context.Actor(), context.CancellationToken);
        RefreshCookie.Delete(context);
        return new DeleteAccountResponse { DeleteTime = deleteAt.ToWire() };
    }

    public override async Task<RestoreAccountResponse> RestoreAccount(RestoreAccountRequest request, ServerCallContext context)
    {
        await context.UseCase<RestoreAccount>().ExecuteAsync(context.Actor(), context.CancellationToken);
        return new RestoreAccountResponse();
    }
}
