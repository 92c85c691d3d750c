using ESchool.Contracts.Chat.V1;
using Google.Protobuf;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>A device on <c>ChatService.Connect</c>.</summary>
internal sealed class GrpcClient : Http2Link, IChatClient
{
    private const int Stream = 1;

    private readonly int number;
    private readonly IChatEvents events;

    public GrpcClient(int number, Uri server, ChatSeat seat, IChatEvents events)
        : base(server)
    {
        this.number = number;
        this.events = events;
        Links = [this];
        Call(Stream, "/eschool.chat.v1.ChatService/Connect", seat.Token);
        var join = JoinOf(seat);
        join.CopyTo(Message(Stream, join.Length));
        Flush();
    }

    public IReadOnlyList<Link> Links { get; }

    public static byte[] JoinOf(ChatSeat seat) =>
        new ConnectRequest
        {
            Join = new ConnectRequest.Types.Join { Conversation = seat.Conversation, LastSeenSequence = seat.Seen },
        }.ToByteArray();

    public void Send(ReadOnlySpan<byte> text)
    {
        var length = ChatWire.LengthOfSend(text.Length);
        var frame = ChatWire.WriteHead(Message(Stream, (length < 128 ? 2 : 3) + length), ConnectRequest.SendFieldNumber, length);
        ChatWire.WriteSend(frame, idField: 1, textField: 2, text);
    }

    protected override void OnMessage(int stream, ReadOnlySpan<byte> message)
    {
        var inner = ChatWire.ReadField(ref message, out var field);
        switch (field)
        {
            case ConnectResponse.JoinedFieldNumber:
                IsReady = true;
                break;
            case ConnectResponse.MessageFieldNumber:
                var text = ChatWire.ReadMessage(inner, out var sequence);
                events.Delivered(number, sequence, text);
                break;
            case ConnectResponse.AckFieldNumber:
                events.Acknowledged(number);
                break;
            default:
                throw new IOException($"The server sent field {field} of ConnectResponse.");
        }
    }
}
