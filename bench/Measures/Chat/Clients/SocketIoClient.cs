using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>A device on Socket.io: engine.io 4 in WebSocket frames, from the first byte on.</summary>
internal sealed class SocketIoClient : Link, IChatClient
{
    private const byte Text = 0x81;
    private const int MaskBytes = 4;

    private readonly int number;
    private readonly ChatSeat seat;
    private readonly IChatEvents events;
    private bool isUpgraded;
    private int acknowledgement;

    public SocketIoClient(int number, Uri server, ChatSeat seat, IChatEvents events)
        : base(server)
    {
        this.number = number;
        this.seat = seat;
        this.events = events;
        Links = [this];
        var request = Encoding.ASCII.GetBytes(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        );
        request.CopyTo(Reserve(request.Length));
        Flush();
    }

    public IReadOnlyList<Link> Links { get; }

    public void Send(ReadOnlySpan<byte> text)
    {
        // 42<number of the acknowledgement>["send",{"id":"…","text":"…"}]
        Span<byte> packet = stackalloc byte[160 + text.Length];
        System.Text.Unicode.Utf8.TryWrite(
            packet,
            CultureInfo.InvariantCulture,
            $"42{acknowledgement++}[\"send\",{{\"id\":\"{Guid.NewGuid()}\",\"text\":\"",
            out var written
        );
        text.CopyTo(packet[written..]);
        written += text.Length;
        "\"}]"u8.CopyTo(packet[written..]);
        SendFrame(packet[..(written + 3)]);
    }

    protected override int Handle(ReadOnlySpan<byte> bytes)
    {
        var handled = 0;
        if (!isUpgraded)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return 0;
            }

            isUpgraded = bytes.StartsWith("HTTP/1.1 101"u8) ? true : throw new IOException($"The server answered {Encoding.ASCII.GetString(bytes[..end])}.");
            handled = end + 4;
        }

        while (bytes.Length - handled >= 2)
        {
            var frame = bytes[handled..];
            var (head, length) = frame[1] switch
            {
                < 126 => (2, (int)frame[1]),
                126 when frame.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(frame[2..])),
                126 => (4, ushort.MaxValue),
                _ => throw new IOException("The server sent a frame of more than 64 KiB."),
            };
            if (frame.Length < head + length)
            {
                break;
            }

            HandlePacket(frame[0] == Text ? frame.Slice(head, length) : throw new IOException($"The server sent a frame of kind {frame[0]:X2}."));
            handled += head + length;
        }

        return handled;
    }

    private void HandlePacket(ReadOnlySpan<byte> packet)
    {
        switch (packet[0])
        {
            case (byte)'4' when packet[1] == '2':
                Deliver(packet);
                break;
            case (byte)'4' when packet[1] == '3':
                events.Acknowledged(number);
                break;
            case (byte)'4' when packet[1] == '0':
                IsReady = true;
                break;
            case (byte)'0':
                SendFrame(Encoding.UTF8.GetBytes($$"""40{"token":"{{seat.Token}}","room":"{{seat.Conversation}}"}"""));
                break;
            case (byte)'2':
                SendFrame("3"u8);
                break;
            default:
                throw new IOException($"The server sent {Encoding.UTF8.GetString(packet)}.");
        }
    }

    private void Deliver(ReadOnlySpan<byte> packet)
    {
        // 42["message",{"sequence":1,…,"text":"…",…}]
        var sequence = 0L;
        var at = packet.IndexOf("\"sequence\":"u8);
        if (at >= 0 && !Utf8Parser.TryParse(packet[(at + 11)..], out sequence, out _))
        {
            throw new IOException("A message has no number.");
        }

        var text = packet[(packet.IndexOf("\"text\":\""u8) + 8)..];
        events.Delivered(number, sequence, text[..text.IndexOf((byte)'"')]);
    }

    private void SendFrame(ReadOnlySpan<byte> packet)
    {
        // A client must mask; with a mask of zeros the bytes stay what they are.
        var head = packet.Length < 126 ? 2 : 4;
        var frame = Reserve(head + MaskBytes + packet.Length);
        frame[0] = Text;
        frame[1] = (byte)(0x80 | (head == 2 ? packet.Length : 126));
        if (head == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)packet.Length);
        }

        frame.Slice(head, MaskBytes).Clear();
        packet.CopyTo(frame[(head + MaskBytes)..]);
    }
}
