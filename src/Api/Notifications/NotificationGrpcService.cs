using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Streams;
using ESchool.Api.Calls.Wire;
using ESchool.Application;
using ESchool.Application.Media;
using ESchool.Application.Notifications.Feed;
using ESchool.Contracts.Notifications.V1;
using ESchool.Contracts.Streams.V1;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Notifications;
using Grpc.Core;

namespace ESchool.Api.Notifications;

internal sealed class NotificationGrpcService(LiveStreams streams, SealedTokens tokens, PageTokens pages) : NotificationService.NotificationServiceBase
{
    private const string Purpose = "notifications.resume";

    public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
    {
        var actor = context.Actor();
        var stored = await context.UseCase<GetFeedEnd>().ExecuteAsync(actor, context.CancellationToken);
        var after = request.ResumeToken.Length > 0 ? Read(actor, request.ResumeToken, stored) : stored;

        // The headers tell the client that it misses nothing from here on.
        await context.WriteResponseHeadersAsync([]);
        var resume = TokenAt(actor, after);
        var live = streams.Open(responseStream, context);

        WatchResponse Alive() => new() { Heartbeat = new Heartbeat(), ResumeToken = resume };

        async Task FollowFeedAsync(CancellationToken token)
        {
            // At once: a line that breaks before anything happened has its place, too.
            await live.SendAsync(Alive(), sequence: null, token);
            await foreach (var one in context.UseCase<FollowNotifications>().ExecuteAsync(actor, after, token))
            {
                var here = TokenAt(actor, one.Sequence);
                await live.SendAsync(new WatchResponse { Notification = one.ToWire(), ResumeToken = here }, one.Sequence, token);

                // Only now: a frame that is in line before this notification must not lead past it.
                resume = here;
            }
        }

        async Task FollowAssetsAsync(CancellationToken token)
        {
            await foreach (var step in context.UseCase<FollowAssets>().ExecuteAsync(actor, token))
            {
                await live.SendAsync(new WatchResponse { AssetProgress = step.ToWire(), ResumeToken = resume }, sequence: null, token);
            }
        }

        await live.RunAsync(
            () =>
                new WatchResponse
                {
                    Closing = new Closing { Message = "The server is stopping; watch again." },
                    ResumeToken = resume,
                },
            _ => Alive(),
            actor.Roles.HasFlag(Roles.Instructor) ? [FollowFeedAsync, FollowAssetsAsync] : [FollowFeedAsync]
        );
    }

    public override async Task<ListNotificationsResponse> ListNotifications(ListNotificationsRequest request, ServerCallContext context)
    {
        var arguments = new ListNotificationsRequest();
        var page = await context
            .UseCase<ListNotifications>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListNotificationsResponse { Notifications = { page.Items.Select(e => e.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    // A place beyond the end, as of a database that was restored, would hide what comes until then.
    private long Read(Actor actor, string token, long stored) =>
        tokens.Read<Resume>(Purpose, token) is { } resume && resume.UserId == actor.UserId && resume.Sequence <= stored
            ? resume.Sequence
            : throw new DomainException(NotificationReasons.ResumeTokenInvalid, "The resume token is not one of this user.");

    private string TokenAt(Actor actor, long sequence) => tokens.Create(Purpose, new Resume(actor.UserId, sequence));

    private sealed record Resume(Guid UserId, long Sequence);
}
