using ESchool.Contracts.Chat.V1;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>Devices that only listen, all on one connection.</summary>
internal sealed class IdleLink : Http2Link
{
    private int missing;

    public IdleLink(Uri server, IReadOnlyList<ChatSeat> seats)
        : base(server)
    {
        missing = seats.Count;
        for (var i = 0; i < seats.Count; i++)
        {
            var stream = (2 * i) + 1;
            Call(stream, "/eschool.chat.v1.ChatService/Connect", seats[i].Token);
            var join = GrpcClient.JoinOf(seats[i]);
            join.CopyTo(Message(stream, join.Length));
        }

        Flush();
    }

    protected override void OnMessage(int stream, ReadOnlySpan<byte> message)
    {
        ChatWire.ReadField(ref message, out var field);
        IsReady =
            field == ConnectResponse.JoinedFieldNumber
                ? --missing == 0
                : throw new IOException($"The server sent field {field} of ConnectResponse to somebody idle.");
    }
}
