using ESchool.Api.Calls;
using ESchool.Application.Chat;
using ESchool.Contracts.Chat.V1;
using Grpc.Core;

namespace ESchool.Api.Chat;

internal sealed class ChatGrpcService(
    ConversationStream stream, SendMessage send, FollowConversation follow, StartConversation start, ListConversations listConversations, ListMessages listMessages,
    LiveStreams streams, PageTokens pages) : ChatService.ChatServiceBase
{
    private const string Pattern = ConversationStream.Pattern;

    public override Task Connect(IAsyncStreamReader<ConnectRequest> requestStream, IServerStreamWriter<ConnectResponse> responseStream, ServerCallContext context) =>
        stream.RunAsync(requestStream, responseStream, context);

    public override async Task Subscribe(SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        var actor = context.Actor();
        var conversationId = ResourceNames.One(request.Conversation, Pattern, "conversation");
        await follow.JoinAsync(actor, conversationId, context.CancellationToken);
        var live = streams.Open(responseStream, context);
        await live.RunAsync(
            new SubscribeResponse { Closing = ConversationStream.Goodbye },
            async token =>
            {
                await foreach (var message in follow.ExecuteAsync(actor, conversationId, request.LastSeenSequence, token))
                {
                    await live.SendAsync(new SubscribeResponse { Message = message.ToWire() }, message.Sequence, token);
                }
            });
    }

    public override async Task<SendMessageResponse> SendMessage(SendMessageRequest request, ServerCallContext context)
    {
        var conversationId = ResourceNames.One(request.Conversation, Pattern, "conversation");
        var message = await send.ExecuteAsync(context.Actor(), conversationId, Guid.Parse(request.ClientMessageId), request.Text, context.CancellationToken);
        return new SendMessageResponse { Message = message.ToWire() };
    }

    public override async Task<StartConversationResponse> StartConversation(StartConversationRequest request, ServerCallContext context)
    {
        var conversation = await start.ExecuteAsync(context.Actor(), ResourceNames.One(request.Course, "courses/{course}", "course"), context.CancellationToken);
        return new StartConversationResponse { Conversation = conversation.ToWire() };
    }

    public override async Task<ListConversationsResponse> ListConversations(ListConversationsRequest request, ServerCallContext context)
    {
        var arguments = new ListConversationsRequest();
        var page = await listConversations.ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListConversationsResponse { Conversations = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ListMessagesResponse> ListMessages(ListMessagesRequest request, ServerCallContext context)
    {
        var arguments = new ListMessagesRequest { Conversation = request.Conversation };
        var page = await listMessages.ExecuteAsync(
            context.Actor(), ResourceNames.One(request.Conversation, Pattern, "conversation"), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListMessagesResponse { Messages = { page.Items.Select(m => m.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }
}
