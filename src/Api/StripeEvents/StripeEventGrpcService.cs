using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.StripeEvents;
using ESchool.Contracts.StripeEvents.V1;
using Grpc.Core;

namespace ESchool.Api.StripeEvents;

internal sealed class StripeEventGrpcService(PageTokens pages) : StripeEventService.StripeEventServiceBase
{
    public override async Task<ListStripeEventsResponse> ListStripeEvents(ListStripeEventsRequest request, ServerCallContext context)
    {
        var arguments = new ListStripeEventsRequest { PendingOnly = request.PendingOnly };
        var page = await context
            .UseCase<ListStripeEvents>()
            .ExecuteAsync(request.PendingOnly, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListStripeEventsResponse { Events = { page.Items.Select(e => e.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ReplayStripeEventResponse> ReplayStripeEvent(ReplayStripeEventRequest request, ServerCallContext context) =>
        new() { Event = (await context.UseCase<ReplayStripeEvent>().ExecuteAsync(context.Actor(), request.Id, context.CancellationToken)).ToWire() };
}
