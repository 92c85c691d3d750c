using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.SupportViews;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;

namespace ESchool.Api.Administration.SupportViews;

internal sealed class SupportViewGrpcService(PageTokens pages) : SupportViewService.SupportViewServiceBase
{
    private const string UserPattern = "users/{user}";

    public override async Task<StartSupportViewResponse> StartSupportView(StartSupportViewRequest request, ServerCallContext context)
    {
        var opened = await context
            .UseCase<StartSupportView>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.User, UserPattern, "user"), request.Reason, context.CancellationToken);
        return new StartSupportViewResponse { View = opened.View.ToWire(), AccessToken = opened.Token };
    }

    public override async Task<EndSupportViewResponse> EndSupportView(EndSupportViewRequest request, ServerCallContext context)
    {
        var view = await context
            .UseCase<EndSupportView>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "supportViews/{support_view}"), context.CancellationToken);
        return new EndSupportViewResponse { View = view.ToWire() };
    }

    public override async Task<ListSupportViewsResponse> ListSupportViews(ListSupportViewsRequest request, ServerCallContext context)
    {
        var arguments = new ListSupportViewsRequest { User = request.User };
        Guid? user = request.User.Length > 0 ? ResourceNames.One(request.User, UserPattern, "user") : null;
        var page = await context
            .UseCase<ListSupportViews>()
            .ExecuteAsync(context.Actor(), user, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListSupportViewsResponse { Views = { page.Items.Select(view => view.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}
