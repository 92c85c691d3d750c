using System.Net;
using System.Net.Sockets;

namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>
/// A client's connection, without a library: what is received is cut into frames where it lies, what is sent is collected and written at once.
/// Whatever is not as it should be ends the run with an exception.
/// </summary>
internal abstract class Link : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] unread = [];
    private byte[] output = new byte[4096];
    private int written;

    protected Link(Uri server)
    {
        socket.Connect(IPAddress.Parse(server.Host), server.Port);
        socket.Blocking = false;
    }

    public Socket Socket => socket;

    /// <summary>True once the client is in and messages may be sent.</summary>
    public bool IsReady { get; protected set; }

    /// <summary>Reads what has come and handles every whole frame.</summary>
    /// <param name="buffer">Room to work in, shared by all links of the thread.</param>
    public void Receive(byte[] buffer)
    {
        unread.CopyTo(buffer, 0);
        var read = socket.Receive(buffer.AsSpan(unread.Length), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        if (error != SocketError.Success || read == 0)
        {
            throw new IOException($"The server closed a connection: {error}.");
        }

        var filled = buffer.AsSpan(0, unread.Length + read);
        var rest = filled[Handle(filled)..];
        unread = rest.IsEmpty ? [] : rest.ToArray();
        Flush();
    }

    /// <summary>Handles the whole frames.</summary>
    /// <returns>How many bytes they had.</returns>
    protected abstract int Handle(ReadOnlySpan<byte> bytes);

    /// <summary>Room for so many bytes that are sent with the next flush.</summary>
    protected Span<byte> Reserve(int bytes)
    {
        if (output.Length - written < bytes)
        {
            Array.Resize(ref output, Math.Max(output.Length * 2, written + bytes));
        }

        written += bytes;
        return output.AsSpan(written - bytes, bytes);
    }

    public void Flush()
    {
        for (var sent = 0; sent < written; )
        {
            var now = socket.Send(output.AsSpan(sent, written - sent), SocketFlags.None, out var error);
            sent += now;
            if (error == SocketError.WouldBlock)
            {
                socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);
            }
            else if (error != SocketError.Success)
            {
                throw new IOException($"A connection broke while it was written: {error}.");
            }
        }

        written = 0;
    }

    public void Dispose() => socket.Dispose();
}
