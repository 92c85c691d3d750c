using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ESchool.Tests.Support.Servers;

/// <summary>
/// A mail server that keeps what it takes, and refuses recipients with "refused" in their address in the way real ones do: with the address in its words. It
/// can be made to hold mails, so that whoever sends them can be killed meanwhile.
/// </summary>
public sealed partial class PickyMailServer : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<(string To, string Text)> mails = new();
    private volatile TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int mostBeforeHold = int.MaxValue;
    private int held;

    /// <param name="port">Where it listens; 0 for any port.</param>
    public PickyMailServer(int port = 0)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>To whom the mails went that it took, the first first.</summary>
    public IReadOnlyList<string> Recipients => [.. mails.Select(mail => mail.To)];

    /// <summary>How many mails it holds: their senders wait.</summary>
    public int Held => Volatile.Read(ref held);

    /// <summary>Takes mails until it has about so many, and holds what comes then.</summary>
    public void HoldAfter(int mostMails) => mostBeforeHold = mostMails;

    /// <summary>Takes what it holds, as far as the senders are still there, and what comes from now on.</summary>
    public void Release()
    {
        mostBeforeHold = int.MaxValue;
        Interlocked.Exchange(ref released, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Waits for a mail with a link to a page and returns the link's token.</summary>
    public Task<string> FindTokenAsync(string address, string page) =>
        Wait.UntilAsync(
            $"A mail with {page} for {address}",
            () =>
                Task.FromResult(
                    mails
                        .Where(mail => mail.To == address)
                        .Select(mail => Regex.Match(mail.Text, $@"{page}\?token=([\w-]+)"))
                        .LastOrDefault(match => match.Success)
                        ?.Groups[1]
                        .Value
                )
        );

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var served = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            await writer.WriteLineAsync("220 picky.test");
            var to = "";
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                var verb = line.Split(' ')[0].ToUpperInvariant();
                to = verb == "RCPT" ? Recipient().Match(line).Groups[1].Value : to;
                if (verb == "DATA")
                {
                    await AdmitAsync();
                    await writer.WriteLineAsync("354 go on");
                    if (await ReadTextAsync(reader) is not { } text)
                    {
                        return;
                    }

                    mails.Enqueue((to, text));
                }

                await writer.WriteLineAsync(
                    verb switch
                    {
                        "QUIT" => "221 bye",
                        "RCPT" when to.Contains("refused", StringComparison.OrdinalIgnoreCase) =>
                            $"550 5.1.1 <{to}>: Recipient address rejected: no such user {to}",
                        _ => "250 fine",
                    }
                );
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone.
        }
    }

    private async Task AdmitAsync()
    {
        var open = released;
        if (mails.Count < mostBeforeHold)
        {
            return;
        }

        Interlocked.Increment(ref held);
        try
        {
            await open.Task.WaitAsync(stop.Token);
        }
        finally
        {
            Interlocked.Decrement(ref held);
        }
    }

    /// <returns>The text; null when the sender is gone before its end.</returns>
    private async Task<string?> ReadTextAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        string? line;
        while ((line = await reader.ReadLineAsync(stop.Token)) is not null && line != ".")
        {
            text.AppendLine(line);
        }

        if (line is null)
        {
            return null;
        }

        // Quoted-printable breaks long lines with a final "=", and writes "=" as "=3D".
        return text.ToString()
            .Replace("=\r\n", "", StringComparison.Ordinal)
            .Replace("=\n", "", StringComparison.Ordinal)
            .Replace("=3D", "=", StringComparison.Ordinal);
    }

    [GeneratedRegex("<(.+?)>")]
    private static partial Regex Recipient();
}
