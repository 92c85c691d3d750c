using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Rates;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Chat.Delivery;
using ESchool.Application.Chat.Messages;
using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Options.V1;
using ESchool.Contracts.Streams.V1;
using ESchool.Domain;
using ESchool.Domain.Chat;
using Grpc.Core;

namespace ESchool.Api.Chat;

/// <summary>The bidirectional stream: join, replay, then live both ways. A message is acknowledged only once it is stored.</summary>
internal sealed class ConversationStream(FollowConversation follow, SendMessage send, ChatLines lines, RateLimits rates)
{
    public const string Pattern = "conversations/{conversation}";

    public static readonly Closing Goodbye = new() { Message = "The server is stopping; connect again." };

    private static readonly byte[] GoodbyeFrame = ChatFrames.Encode(new ConnectResponse { Closing = Goodbye });
    private static readonly byte[] HeartbeatFrame = ChatFrames.Encode(new ConnectResponse { Heartbeat = new Heartbeat() });

    public async Task RunAsync(IAsyncStreamReader<ConnectRequest> requests, ServerCallContext context)
    {
        var actor = context.Actor();
        var join = await ReadJoinAsync(requests, context.CancellationToken);
        var conversationId = ResourceNames.One(join.Conversation, Pattern, "conversation");
        using var line = lines.Open(context, run => ChatFrames.Of(run).Connect, ChatFrames.ConnectChanged, GoodbyeFrame, HeartbeatFrame);
        using var reader = await follow.ExecuteAsync(actor, conversationId, join.LastSeenSequence, line, context.CancellationToken);
        await line.AnswerAsync(
            ChatFrames.Encode(new ConnectResponse { Joined = new ConnectResponse.Types.Joined { LastSequence = reader.LastAtJoin } }),
            context.CancellationToken
        );
        await line.RunAsync(reader, token => ReceiveAsync(line, requests, actor, conversationId, context.GetHttpContext(), token));
    }

    private static async Task<ConnectRequest.Types.Join> ReadJoinAsync(IAsyncStreamReader<ConnectRequest> requests, CancellationToken cancellationToken)
    {
        // Silence ends by itself: HalfSentMessages.
        var first = requests.MoveNext(cancellationToken);
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return
            first.IsCompletedSuccessfully && first.Result && requests.Current is { FrameCase: ConnectRequest.FrameOneofCase.Join, Join.LastSeenSequence: >= 0 }
            ? requests.Current.Join
            : throw new DomainException(ChatReasons.JoinMissing, "The first frame must be a join with a last_seen_sequence that is not negative.");
    }

    private async Task ReceiveAsync(
        ChatLine line,
        IAsyncStreamReader<ConnectRequest> requests,
        Actor actor,
        Guid conversationId,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        while (await requests.MoveNext(cancellationToken))
        {
            if (requests.Current.FrameCase != ConnectRequest.FrameOneofCase.Send)
            {
                throw new DomainException(ChatReasons.JoinMissing, "After the join, every frame must be a send.");
            }

            var answer = await StoreAsync(actor, conversationId, requests.Current.Send, http, cancellationToken);
            await line.AnswerAsync(ChatFrames.Encode(answer), cancellationToken);
        }
    }

    private async Task<ConnectResponse> StoreAsync(
        Actor actor,
        Guid conversationId,
        ConnectRequest.Types.Send message,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (!Guid.TryParseExact(message.ClientMessageId, "D", out var clientMessageId))
            {
                throw new DomainException(ChatReasons.MessageInvalid, "client_message_id must be a UUID made by the client.")
                {
                    FieldViolations =
                    [
                        new FieldViolation("client_message_id", FieldFaults.OfForm(message.ClientMessageId), "must be a UUID made by the client."),
                    ],
                };
            }

            // A message on a stream counts like a call of SendMessage.
            await rates.RequireAsync(RateClass.Write, actor, http);
            var stored = await send.ExecuteAsync(actor, conversationId, clientMessageId, message.Text, cancellationToken);
            return new ConnectResponse
            {
                Ack = new ConnectResponse.Types.Ack { ClientMessageId = message.ClientMessageId, Sequence = stored.Sequence },
            };
        }
        catch (DomainException refusal) when (refusal.Reason == ChatReasons.MessageInvalid || refusal.Reason == CallReasons.RateLimited)
        {
            return new ConnectResponse
            {
                Refused = new ConnectResponse.Types.Refused
                {
                    ClientMessageId = message.ClientMessageId,
                    Reason = refusal.Reason.Code,
                    Message = ContractWords.MessageOf(refusal),
                },
            };
        }
    }
}
