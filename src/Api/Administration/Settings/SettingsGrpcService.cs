using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Settings;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;

namespace ESchool.Api.Administration.Settings;

internal sealed class SettingsGrpcService(PageTokens pages) : SettingsService.SettingsServiceBase
{
    public override async Task<ListSettingsResponse> ListSettings(ListSettingsRequest request, ServerCallContext context)
    {
        var settings = await context.UseCase<ListSettings>().ExecuteAsync(context.CancellationToken);
        return new ListSettingsResponse { Settings = { settings.Select(setting => setting.ToWire()) } };
    }

    public override async Task<UpdateSettingResponse> UpdateSetting(UpdateSettingRequest request, ServerCallContext context)
    {
        var setting = await context
            .UseCase<UpdateSetting>()
            .ExecuteAsync(
                context.Actor(),
                SettingMapping.KeyOf(request.Name),
                request.Value,
                request.Reason,
                request.HasEtag ? request.Etag : null,
                context.CancellationToken
            );
        return new UpdateSettingResponse { Setting = setting.ToWire() };
    }

    public override async Task<ListSettingChangesResponse> ListSettingChanges(ListSettingChangesRequest request, ServerCallContext context)
    {
        var arguments = new ListSettingChangesRequest { Subject = request.Subject };
        var page = await context
            .UseCase<ListSettingChanges>()
            .ExecuteAsync(request.Subject, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListSettingChangesResponse
        {
            Changes = { page.Items.Select(change => change.ToWire()) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<RevertSettingChangeResponse> RevertSettingChange(RevertSettingChangeRequest request, ServerCallContext context)
    {
        var changeId = ResourceNames.One(request.Name, "settingChanges/{setting_change}");
        var change = await context.UseCase<RevertSettingChange>().ExecuteAsync(context.Actor(), changeId, request.Reason, context.CancellationToken);
        return new RevertSettingChangeResponse { Change = change.ToWire() };
    }

    public override async Task<ListFeatureFlagsResponse> ListFeatureFlags(ListFeatureFlagsRequest request, ServerCallContext context)
    {
        var flags = await context.UseCase<ListFeatureFlags>().ExecuteAsync(context.CancellationToken);
        return new ListFeatureFlagsResponse { FeatureFlags = { flags.Select(flag => flag.ToWire()) } };
    }

    public override async Task<SetFeatureFlagResponse> SetFeatureFlag(SetFeatureFlagRequest request, ServerCallContext context)
    {
        var flag = await context
            .UseCase<SetFeatureFlag>()
            .ExecuteAsync(
                context.Actor(),
                SettingMapping.FlagOf(request.Name),
                request.RolloutBasisPoints,
                request.Description,
                request.Reason,
                context.CancellationToken
            );
        return new SetFeatureFlagResponse { FeatureFlag = flag.ToWire() };
    }

    public override async Task<DeleteFeatureFlagResponse> DeleteFeatureFlag(DeleteFeatureFlagRequest request, ServerCallContext context)
    {
        await context
            .UseCase<DeleteFeatureFlag>()
            .ExecuteAsync(context.Actor(), SettingMapping.FlagOf(request.Name), request.Reason, context.CancellationToken);
        return new DeleteFeatureFlagResponse();
    }

    public override async Task<ListOwnFeaturesResponse> ListOwnFeatures(ListOwnFeaturesRequest request, ServerCallContext context)
    {
        Guid? visitor = request.VisitorId.Length == 0 ? null : Guid.Parse(request.VisitorId);
        return new ListOwnFeaturesResponse
        {
            Features = { await context.UseCase<ListOwnFeatures>().ExecuteAsync(context.Actor(), visitor, context.CancellationToken) },
        };
    }
}
