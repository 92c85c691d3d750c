using ESchool.Api.Calls;
using ESchool.Application.Chat;
using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Grpc.Core;

namespace ESchool.Api.Chat;

/// <summary>The bidirectional stream: join, replay, then live both ways. A message is acknowledged only once it is stored.</summary>
internal sealed class ConversationStream(FollowConversation follow, IServiceScopeFactory scopes, LiveStreams streams, RateLimits rates)
{
    public const string Pattern = "conversations/{conversation}";

    public static ConnectResponse.Types.Closing Goodbye => new() { Message = "The server is stopping; connect again." };

    public async Task RunAsync(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses, ServerCallContext context)
    {
        var actor = context.Actor();
        var join = await ReadJoinAsync(requests, context.CancellationToken);
        var conversationId = ResourceNames.One(join.Conversation, Pattern, "conversation");
        var last = await follow.JoinAsync(actor, conversationId, context.CancellationToken);
        var live = streams.Open(responses, context);
        await live.SendAsync(new ConnectResponse { Joined = new ConnectResponse.Types.Joined { LastSequence = last } }, join.LastSeenSequence, context.CancellationToken);
        await live.RunAsync(
            new ConnectResponse { Closing = Goodbye },
            token => DeliverAsync(live, actor, conversationId, join.LastSeenSequence, token),
            token => ReceiveAsync(live, requests, actor, conversationId, context.GetHttpContext(), token));
    }

    private static async Task<ConnectRequest.Types.Join> ReadJoinAsync(IAsyncStreamReader<ConnectRequest> requests, CancellationToken cancellationToken)
    {
        // Silence ends by itself: HalfSentMessages.
        var first = requests.MoveNext(cancellationToken);
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return first.IsCompletedSuccessfully && first.Result && requests.Current is { FrameCase: ConnectRequest.FrameOneofCase.Join, Join.LastSeenSequence: >= 0 }
            ? requests.Current.Join
            : throw new DomainException(ChatReasons.JoinMissing, "The first frame must be a join with a last_seen_sequence that is not negative.");
    }

    private async Task DeliverAsync(LiveStream<ConnectResponse> live, Actor actor, Guid conversationId, long after, CancellationToken cancellationToken)
    {
        await foreach (var message in follow.ExecuteAsync(actor, conversationId, after, cancellationToken))
        {
            await live.SendAsync(new ConnectResponse { Message = message.ToWire() }, message.Sequence, cancellationToken);
        }
    }

    private async Task ReceiveAsync(LiveStream<ConnectResponse> live, IAsyncStreamReader<ConnectRequest> requests, Actor actor, Guid conversationId, HttpContext http, CancellationToken cancellationToken)
    {
        while (await requests.MoveNext(cancellationToken))
        {
            if (requests.Current.FrameCase != ConnectRequest.FrameOneofCase.Send)
            {
                throw new DomainException(ChatReasons.JoinMissing, "After the join, every frame must be a send.");
            }

            await live.SendAsync(await StoreAsync(actor, conversationId, requests.Current.Send, http, cancellationToken), sequence: null, cancellationToken);
        }
    }

    private async Task<ConnectResponse> StoreAsync(Actor actor, Guid conversationId, ConnectRequest.Types.Send send, HttpContext http, CancellationToken cancellationToken)
    {
        try
        {
            if (!Guid.TryParseExact(send.ClientMessageId, "D", out var clientMessageId))
            {
                throw new DomainException(ChatReasons.MessageInvalid, "client_message_id must be a UUID made by the client.");
            }

            // A message on a stream counts like a call of SendMessage.
            await rates.RequireAsync(RateClass.Write, actor, http);
            await using var scope = scopes.CreateAsyncScope();
            var message = await scope.ServiceProvider.GetRequiredService<SendMessage>().ExecuteAsync(actor, conversationId, clientMessageId, send.Text, cancellationToken);
            return new ConnectResponse { Ack = new ConnectResponse.Types.Ack { ClientMessageId = send.ClientMessageId, Sequence = message.Sequence } };
        }
        catch (DomainException refusal) when (refusal.Reason == ChatReasons.MessageInvalid || refusal.Reason == CallReasons.RateLimited)
        {
            return new ConnectResponse { Refused = new ConnectResponse.Types.Refused { ClientMessageId = send.ClientMessageId, Reason = refusal.Reason.Code, Message = refusal.Message } };
        }
    }
}
