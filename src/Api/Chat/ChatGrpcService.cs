using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Chat;
using ESchool.Application.Chat.Delivery;
using ESchool.Application.Chat.Messages;
using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Streams.V1;
using Grpc.Core;

namespace ESchool.Api.Chat;

/// <summary>The use cases that need a database context are asked for when they are needed: a stream would hold them for as long as it lives.</summary>
internal sealed class ChatGrpcService(ConversationStream stream, ChatLines lines, PageTokens pages) : ChatService.ChatServiceBase
{
    private const string Pattern = ConversationStream.Pattern;

    private static readonly byte[] Goodbye = ChatFrames.Encode(new SubscribeResponse { Closing = ConversationStream.Goodbye });
    private static readonly byte[] Heartbeat = ChatFrames.Encode(new SubscribeResponse { Heartbeat = new Heartbeat() });

    public override Task Connect(
        IAsyncStreamReader<ConnectRequest> requestStream,
        IServerStreamWriter<ConnectResponse> responseStream,
        ServerCallContext context
    ) => stream.RunAsync(requestStream, context);

    public override async Task Subscribe(SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        var conversationId = ResourceNames.One(request.Conversation, Pattern, "conversation");
        using var line = lines.Open(context, run => ChatFrames.Of(run).Subscribe, ChatFrames.SubscribeChanged, Goodbye, Heartbeat);
        using var reader = await context
            .UseCase<FollowConversation>()
            .ExecuteAsync(context.Actor(), conversationId, request.LastSeenSequence, line, context.CancellationToken);

        // The headers tell the client that it is in.
        await context.WriteResponseHeadersAsync([]);
        await line.RunAsync(reader, receive: null);
    }

    public override async Task<SendMessageResponse> SendMessage(SendMessageRequest request, ServerCallContext context)
    {
        var conversationId = ResourceNames.One(request.Conversation, Pattern, "conversation");
        var message = await context
            .UseCase<SendMessage>()
            .ExecuteAsync(context.Actor(), conversationId, Guid.Parse(request.ClientMessageId), request.Text, context.CancellationToken);
        return new SendMessageResponse { Message = message.ToWire() };
    }

    public override async Task<StartConversationResponse> StartConversation(StartConversationRequest request, ServerCallContext context)
    {
        var conversation = await context
            .UseCase<StartConversation>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Course, "courses/{course}", "course"), context.CancellationToken);
        return new StartConversationResponse { Conversation = conversation.ToWire() };
    }

    public override async Task<ListConversationsResponse> ListConversations(ListConversationsRequest request, ServerCallContext context)
    {
        var arguments = new ListConversationsRequest();
        var page = await context
            .UseCase<ListConversations>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListConversationsResponse { Conversations = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ListMessagesResponse> ListMessages(ListMessagesRequest request, ServerCallContext context)
    {
        var arguments = new ListMessagesRequest { Conversation = request.Conversation };
        var page = await context
            .UseCase<ListMessages>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Conversation, Pattern, "conversation"),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListMessagesResponse { Messages = { page.Items.Select(m => m.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}
