using System.Net;
using System.Net.Sockets;

namespace ESchool.Tests.Support.Servers;

/// <summary>A way to the stack's Redis that a test can block: whoever connects through it loses Redis, and nobody else does.</summary>
public sealed class RedisRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private volatile TaskCompletionSource open = Opened();

    public RedisRelay()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => listener.LocalEndpoint.ToString()!;

    /// <summary>From now on nothing passes; connections stay open, as when a server hangs.</summary>
    public void Block() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Unblock() => open.TrySetResult();

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        var (host, port) = TestStack.Get("ConnectionStrings__Redis").Split(',')[0].Split(':') is [var name, var number]
            ? (name, int.Parse(number))
            : throw new InvalidOperationException("Redis has no port.");
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync(stop.Token);
                var far = new TcpClient();
                await far.ConnectAsync(host, port, stop.Token);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, stop.Token)) > 0)
            {
                await open.Task.WaitAsync(stop.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), stop.Token);
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
