using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Application.Administration.Overviews;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Streams.V1;
using Grpc.Core;
using Overview = ESchool.Contracts.Administration.V1.Overview;

namespace ESchool.Api.Administration;

/// <summary>How the school is.</summary>
internal sealed partial class AdministrationGrpcService
{
    public override async Task<GetOverviewResponse> GetOverview(GetOverviewRequest request, ServerCallContext context)
    {
        var overview = await context.UseCase<GetOverview>().ExecuteAsync(ZoneOf(request.TimeZone), context.CancellationToken);
        return new GetOverviewResponse { Overview = await context.UseCase<ReplicaFigures>().AddToAsync(overview.ToWire(), context.CancellationToken) };
    }

    public override async Task WatchOverview(WatchOverviewRequest request, IServerStreamWriter<WatchOverviewResponse> responseStream, ServerCallContext context)
    {
        var (actor, zone) = (context.Actor(), ZoneOf(request.TimeZone));
        var replica = context.UseCase<ReplicaFigures>();
        await context.WriteResponseHeadersAsync([]);
        var live = streams.Open(responseStream, context);

        async Task FollowAsync(CancellationToken token)
        {
            Overview? sent = null;
            await foreach (var look in context.UseCase<FollowOverview>().ExecuteAsync(actor, zone, token))
            {
                var overview = await replica.AddToAsync(look.ToWire(), token);
                if (!IsTheSame(overview, sent))
                {
                    await live.SendAsync(new WatchOverviewResponse { Overview = overview }, sequence: null, token);
                    sent = overview;
                }
            }
        }

        await live.RunAsync(
            () => new WatchOverviewResponse { Closing = new Closing { Message = "The server is stopping; watch again." } },
            _ => new WatchOverviewResponse { Heartbeat = new Heartbeat() },
            FollowAsync
        );
    }

    /// <summary>When it was looked at is no change.</summary>
    private static bool IsTheSame(Overview overview, Overview? sent)
    {
        if (sent is null)
        {
            return false;
        }

        var before = sent.Clone();
        before.ReadTime = overview.ReadTime;
        return overview.Equals(before);
    }

    private static TimeZoneInfo ZoneOf(string name) => name.Length == 0 ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(name);
}
