using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ESchool.Tests.Support.Servers;

/// <summary>
/// A mail server that keeps what it takes, and refuses recipients with "refused" in their address in the way real ones do: with the address in its words.
/// </summary>
public sealed partial class PickyMailServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<(string To, string Text)> mails = new();

    public PickyMailServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

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
                    await writer.WriteLineAsync("354 go on");
                    mails.Enqueue((to, await ReadTextAsync(reader)));
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

    private async Task<string> ReadTextAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            text.AppendLine(line);
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
