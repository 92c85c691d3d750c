using System.Buffers.Binary;
using System.Text;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>gRPC over HTTP/2 with prior knowledge, as little of it as a well-behaved server needs. Many streams may share the connection.</summary>
internal abstract class Http2Link : Link
{
    private const byte Data = 0,
        Headers = 1,
        Reset = 3,
        Settings = 4,
        Ping = 6,
        GoAway = 7,
        WindowUpdate = 8;
    private const byte Ack = 1,
        EndStream = 1,
        EndHeaders = 4;
    private const int HeadBytes = 9;
    private const int PrefixBytes = 5;
    private const int Window = int.MaxValue;

    private readonly Dictionary<int, byte[]> halves = [];
    private readonly HashSet<int> answered = [];

    protected Http2Link(Uri server)
        : base(server)
    {
        // Windows that are never used up: the generator has no work with them.
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.CopyTo(Reserve(24));
        var setting = Frame(Settings, 0, 0, 6);
        setting[1] = 4;
        BinaryPrimitives.WriteInt32BigEndian(setting[2..], Window);
        BinaryPrimitives.WriteInt32BigEndian(Frame(WindowUpdate, 0, 0, 4), Window - 65_535);
    }

    /// <summary>Begins a call.</summary>
    protected void Call(int stream, string path, string token)
    {
        using var block = new MemoryStream();
        foreach (
            var (name, value) in new[]
            {
                (":method", "POST"),
                (":scheme", "http"),
                (":path", path),
                (":authority", "bench"),
                ("content-type", "application/grpc"),
                ("te", "trailers"),
                ("authorization", $"Bearer {token}"),
            }
        )
        {
            // A literal field that is not indexed (RFC 7541, 6.2.2).
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }

        block.ToArray().CopyTo(Frame(Headers, EndHeaders, stream, (int)block.Length));
    }

    /// <summary>Sends a message on a stream; write it into the result.</summary>
    protected Span<byte> Message(int stream, int bytes)
    {
        var data = Frame(Data, 0, stream, PrefixBytes + bytes);
        data[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(data[1..], bytes);
        return data[PrefixBytes..];
    }

    protected abstract void OnMessage(int stream, ReadOnlySpan<byte> message);

    protected override int Handle(ReadOnlySpan<byte> bytes)
    {
        var handled = 0;
        while (bytes.Length - handled >= HeadBytes)
        {
            var head = bytes[handled..];
            var length = (head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head[1..]);
            if (head.Length < HeadBytes + length)
            {
                break;
            }

            HandleFrame(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head[5..]), head.Slice(HeadBytes, length));
            handled += HeadBytes + length;
        }

        return handled;
    }

    private void HandleFrame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case Data when payload.Length > 0:
                HandleData(stream, payload);
                break;
            case Headers when (flags & EndStream) != 0 || !answered.Add(stream):
                throw new IOException("The server ended a call.");
            case Reset or GoAway:
                throw new IOException($"The server sent {(type == Reset ? "RST_STREAM" : "GOAWAY")}: {Convert.ToHexString(payload)}.");
            case Settings when (flags & Ack) == 0:
                Frame(Settings, Ack, 0, 0);
                break;
            case Ping when (flags & Ack) == 0:
                payload.CopyTo(Frame(Ping, Ack, 0, payload.Length));
                break;
        }
    }

    private void HandleData(int stream, ReadOnlySpan<byte> payload)
    {
        // The rest of a message that was cut by the end of a frame comes first.
        var bytes = halves.Remove(stream, out var half) ? [.. half, .. payload] : payload;
        while (bytes.Length >= PrefixBytes)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
            if (bytes.Length < PrefixBytes + length)
            {
                break;
            }

            OnMessage(stream, bytes.Slice(PrefixBytes, length));
            bytes = bytes[(PrefixBytes + length)..];
        }

        if (!bytes.IsEmpty)
        {
            halves[stream] = bytes.ToArray();
        }
    }

    private Span<byte> Frame(byte type, byte flags, int stream, int length)
    {
        var frame = Reserve(HeadBytes + length);
        frame[0] = (byte)(length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)length);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame[5..], stream);
        frame[HeadBytes..].Clear();
        return frame[HeadBytes..];
    }

    private static void WriteText(MemoryStream block, string text)
    {
        var length = text.Length;
        if (length < 127)
        {
            block.WriteByte((byte)length);
        }
        else
        {
            block.WriteByte(127);
            for (length -= 127; length >= 128; length /= 128)
            {
                block.WriteByte((byte)((length % 128) + 128));
            }

            block.WriteByte((byte)length);
        }

        block.Write(Encoding.ASCII.GetBytes(text));
    }
}
