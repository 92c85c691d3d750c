using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>gRPC-Web over HTTP/1.1 as a browser speaks it: one call at a time on a connection, answered in chunks.</summary>
internal sealed class GrpcWebLink : Link
{
    private const int PrefixBytes = 5;
    private const byte Trailers = 0x80;

    private readonly string head;
    private readonly Action<GrpcWebLink> answered;
    private readonly FrameHandler handle;
    private byte[] half = [];
    private bool isInBody;

    /// <param name="server">Where to.</param>
    /// <param name="method">What is called.</param>
    /// <param name="token">Who calls.</param>
    /// <param name="handle">Handles a message.</param>
    /// <param name="answered">Is told when a call is answered to its end, and well.</param>
    public GrpcWebLink(Uri server, string method, string token, FrameHandler handle, Action<GrpcWebLink> answered)
        : base(server)
    {
        head =
            $"POST /eschool.chat.v1.ChatService/{method} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/grpc-web+proto\r\nX-Grpc-Web: 1\r\nAuthorization: Bearer {token}\r\nContent-Length: ";
        this.handle = handle;
        this.answered = answered;
    }

    public delegate void FrameHandler(ReadOnlySpan<byte> message);

    /// <summary>Begins a call with one message; write it into the result.</summary>
    public Span<byte> Call(int bytes)
    {
        var text = $"{head}{PrefixBytes + bytes}\r\n\r\n";
        Encoding.ASCII.GetBytes(text, Reserve(text.Length));
        var frame = Reserve(PrefixBytes + bytes);
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], bytes);
        return frame[PrefixBytes..];
    }

    protected override int Handle(ReadOnlySpan<byte> bytes)
    {
        var handled = 0;
        while (true)
        {
            var rest = bytes[handled..];
            var end = rest.IndexOf(isInBody ? "\r\n"u8 : "\r\n\r\n"u8);
            if (end < 0)
            {
                return handled;
            }

            if (!isInBody)
            {
                IsReady = rest.StartsWith("HTTP/1.1 200 "u8) ? true : throw new IOException($"The server answered {Encoding.ASCII.GetString(rest[..end])}.");
                isInBody = true;
                handled += end + 4;
                continue;
            }

            if (!Utf8Parser.TryParse(rest[..end], out int length, out _, 'x'))
            {
                throw new IOException("The server sent no chunk where one had to be.");
            }

            if (rest.Length < end + 2 + length + 2)
            {
                return handled;
            }

            HandleData(rest.Slice(end + 2, length));
            handled += end + 2 + length + 2;
            if (length == 0)
            {
                isInBody = false;
                answered(this);
            }
        }
    }

    private void HandleData(ReadOnlySpan<byte> data)
    {
        var bytes = half.Length > 0 ? [.. half, .. data] : data;
        while (bytes.Length >= PrefixBytes && BinaryPrimitives.ReadInt32BigEndian(bytes[1..]) is var length && bytes.Length >= PrefixBytes + length)
        {
            var frame = bytes.Slice(PrefixBytes, length);
            if (bytes[0] != Trailers)
            {
                handle(frame);
            }
            else if (frame.IndexOf("grpc-status: 0"u8) < 0)
            {
                throw new IOException($"A call failed: {Encoding.UTF8.GetString(frame)}.");
            }

            bytes = bytes[(PrefixBytes + length)..];
        }

        half = bytes.IsEmpty ? [] : bytes.ToArray();
    }
}
