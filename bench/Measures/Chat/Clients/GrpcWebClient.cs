using ESchool.Contracts.Chat.V1;
using Google.Protobuf;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>A browser: <c>Subscribe</c> on one connection, <c>SendMessage</c> on four others.</summary>
internal sealed class GrpcWebClient : IChatClient
{
    private const int Senders = 4;

    private readonly int number;
    private readonly byte[] conversation;
    private readonly IChatEvents events;
    private readonly Stack<GrpcWebLink> free = new();
    private readonly Queue<byte[]> waiting = new();

    public GrpcWebClient(int number, Uri server, ChatSeat seat, IChatEvents events)
    {
        this.number = number;
        this.events = events;
        conversation = new SendMessageRequest { Conversation = seat.Conversation }.ToByteArray();
        var subscription = new GrpcWebLink(server, "Subscribe", seat.Token, OnFrame, _ => throw new IOException("The server ended a subscription."));
        var request = new SubscribeRequest { Conversation = seat.Conversation, LastSeenSequence = seat.Seen }.ToByteArray();
        request.CopyTo(subscription.Call(request.Length));
        subscription.Flush();
        for (var i = 0; i < Senders; i++)
        {
            free.Push(new GrpcWebLink(server, "SendMessage", seat.Token, _ => { }, OnSent));
        }

        Links = [subscription, .. free];
    }

    public IReadOnlyList<Link> Links { get; }

    public bool IsReady => Links[0].IsReady;

    public void Send(ReadOnlySpan<byte> text)
    {
        if (!free.TryPop(out var link))
        {
            waiting.Enqueue(text.ToArray());
            return;
        }

        var message = link.Call(conversation.Length + ChatWire.LengthOfSend(text.Length));
        conversation.CopyTo(message);
        ChatWire.WriteSend(message[conversation.Length..], idField: 2, textField: 3, text);
        link.Flush();
    }

    private void OnSent(GrpcWebLink link)
    {
        free.Push(link);
        if (waiting.TryDequeue(out var text))
        {
            Send(text);
        }

        events.Acknowledged(number);
    }

    private void OnFrame(ReadOnlySpan<byte> frame)
    {
        var inner = ChatWire.ReadField(ref frame, out var field);
        if (field != SubscribeResponse.MessageFieldNumber)
        {
            throw new IOException($"The server sent field {field} of SubscribeResponse.");
        }

        var text = ChatWire.ReadMessage(inner, out var sequence);
        events.Delivered(number, sequence, text);
    }
}
