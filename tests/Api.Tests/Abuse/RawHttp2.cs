using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ESchool.Api.Tests.Abuse;

/// <summary>A peer that speaks HTTP/2 as badly as a test wants: frames are written by hand, pings are answered, nothing else is promised.</summary>
internal sealed class RawHttp2 : IDisposable
{
    public const byte Data = 0,
        Headers = 1,
        Reset = 3,
        Settings = 4,
        Ping = 6,
        GoAway = 7;

    private const byte EndStream = 1,
        EndHeaders = 4,
        Ack = 1;

    private readonly TcpClient client = new() { NoDelay = true };
    private readonly SemaphoreSlim writing = new(1);

    public static async Task<RawHttp2> ConnectAsync(Uri address)
    {
        var peer = new RawHttp2();
        await peer.client.ConnectAsync(address.Host, address.Port);
        await peer.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await peer.WriteFrameAsync(Settings, 0, 0, []);
        return peer;
    }

    /// <summary>Opens a stream with the headers of a gRPC call.</summary>
    public Task CallAsync(int stream, string path, Grpc.Core.Metadata? metadata = null, params (string Name, string Value)[] headers)
    {
        using var block = new MemoryStream();
        (string, string)[] all =
        [
            (":method", "POST"),
            (":scheme", "http"),
            (":path", path),
            (":authority", "eschool.test"),
            ("content-type", "application/grpc"),
            ("te", "trailers"),
            .. (metadata ?? []).Select(entry => (entry.Key, entry.Value)),
            .. headers,
        ];
        foreach (var (name, value) in all)
        {
            // A literal field that is not indexed (RFC 7541, 6.2.2).
            block.WriteByte(0);
            WriteText(block, name);
            WriteText(block, value);
        }

        return WriteFrameAsync(Headers, EndHeaders, stream, block.ToArray());
    }

    public Task SendAsync(int stream, byte[] data, bool isEnd = false) => WriteFrameAsync(Data, isEnd ? EndStream : (byte)0, stream, data);

    /// <summary>Writes a frame's head that promises so many bytes.</summary>
    public Task PromiseAsync(int stream, int length) => WriteAsync(HeadOf(Data, 0, stream, length));

    public async Task WriteAsync(byte[] bytes)
    {
        await writing.WaitAsync();
        try
        {
            await client.GetStream().WriteAsync(bytes);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Reads until a frame is wanted; answers pings on the way. Null when the server closes the connection.</summary>
    public async Task<(byte Type, int Stream, byte[] Payload)?> ReadUntilAsync(Func<byte, byte, int, bool> isWanted, bool answersPings = true)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        try
        {
            while (true)
            {
                var head = new byte[9];
                await client.GetStream().ReadExactlyAsync(head, patience.Token);
                var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await client.GetStream().ReadExactlyAsync(payload, patience.Token);
                var (type, flags, stream) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue);
                if (type == Ping && flags != Ack && answersPings)
                {
                    await WriteFrameAsync(Ping, Ack, 0, payload);
                }

                if (isWanted(type, flags, stream))
                {
                    return (type, stream, payload);
                }
            }
        }
        catch (Exception over) when (over is EndOfStreamException or IOException)
        {
            return null;
        }
    }

    /// <summary>Waits for the end of a stream: its trailers, as text, or the word that it was reset.</summary>
    public async Task<string> EndOfAsync(int stream)
    {
        var end = await ReadUntilAsync((type, flags, of) => of == stream && (type == Reset || (type is Headers or Data && (flags & EndStream) != 0)));
        return end is not { } frame ? "closed"
            : frame.Type == Reset ? $"reset {BinaryPrimitives.ReadInt32BigEndian(frame.Payload)}"
            : Encoding.Latin1.GetString(frame.Payload);
    }

    public void Dispose()
    {
        client.Dispose();
        writing.Dispose();
    }

    private static byte[] HeadOf(byte type, byte flags, int stream, int length)
    {
        var head = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(head, length << 8);
        (head[3], head[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(5), stream);
        return head;
    }

    private static void WriteText(MemoryStream block, string text)
    {
        // A length of seven bits that goes on in more bytes (RFC 7541, 5.1).
        var rest = text.Length - 127;
        block.WriteByte((byte)Math.Min(text.Length, 127));
        for (; rest >= 128; rest >>= 7)
        {
            block.WriteByte((byte)((rest & 127) | 128));
        }

        if (text.Length >= 127)
        {
            block.WriteByte((byte)rest);
        }

        block.Write(Encoding.ASCII.GetBytes(text));
    }

    private Task WriteFrameAsync(byte type, byte flags, int stream, byte[] payload) => WriteAsync([.. HeadOf(type, flags, stream, payload.Length), .. payload]);
}
