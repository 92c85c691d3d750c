using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Bench.Measures.Chat.Clients;

namespace ESchool.Bench.Measures.Chat;

/// <summary>
/// The conversation of 200 devices in 20 rooms, on one thread. Every message says who sent it, as his how manieth, and when; so each reader
/// checks each message it gets.
/// </summary>
internal sealed class ChatLoad : IChatEvents, IDisposable
{
    /// <summary>Sender, counter and time in hexadecimal, and what people write.</summary>
    private const int TextLength = 64;
    private const int CounterAt = 4;
    private const int TimeAt = 12;
    private const int HeadLength = 28;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Epoll epoll = new();
    private readonly byte[] buffer = new byte[1 << 20];
    private readonly List<Link> links = [];
    private readonly IChatClient[] clients;
    private readonly int[] roomOf;
    private readonly bool isOrdered;
    private readonly bool isNumbered;
    private readonly int[] sent;
    private readonly int[] unacknowledged;
    private readonly int[,] got;
    private readonly long[] sequences;
    private readonly Latencies latencies = new();
    private readonly byte[] text = new byte[TextLength];
    private long acknowledged;
    private long delivered;
    private int window;

    /// <param name="seats">The devices.</param>
    /// <param name="open">Connects one.</param>
    /// <param name="isOrdered">Whether each reader must get each sender's messages in order.</param>
    /// <param name="isNumbered">Whether each reader must get numbers without a gap.</param>
    public ChatLoad(IReadOnlyList<ChatSeat> seats, Func<int, ChatSeat, IChatEvents, IChatClient> open, bool isOrdered, bool isNumbered)
    {
        this.isNumbered = isNumbered;
        this.isOrdered = isOrdered;
        var rooms = seats.Select(s => s.Conversation).Distinct().ToList();
        roomOf = [.. seats.Select(s => rooms.IndexOf(s.Conversation))];
        sequences = [.. seats.Select(s => s.Seen)];
        sent = new int[seats.Count];
        unacknowledged = new int[seats.Count];
        got = new int[seats.Count, seats.Count];
        text.AsSpan(HeadLength).Fill((byte)'x');
        clients = [.. seats.Select((seat, i) => open(i, seat, this))];
        foreach (var link in clients.SelectMany(c => c.Links))
        {
            epoll.Watch(link.Socket, links.Count);
            links.Add(link);
        }

        RunUntil(() => Array.TrueForAll(clients, c => c.IsReady), "Every client is in");
    }

    /// <summary>How many messages were acknowledged.</summary>
    public long Acknowledged => acknowledged;

    /// <summary>Each client keeps so many messages on their way.</summary>
    public Sample Saturate(int unacknowledgedEach, TimeSpan time, Func<TimeSpan> cpu)
    {
        window = unacknowledgedEach;
        var (began, cpuBefore) = (Stopwatch.GetTimestamp(), cpu());
        for (var client = 0; client < clients.Length; client++)
        {
            Refill(client);
            Flush(client);
        }

        while (Stopwatch.GetElapsedTime(began) < time)
        {
            Turn(10);
        }

        return Finish(began, cpu() - cpuBefore);
    }

    /// <summary>All clients in turn send so many messages a second, whatever becomes of them.</summary>
    public Sample Pace(int perSecond, TimeSpan time, Func<TimeSpan> cpu)
    {
        window = 0;
        var (began, cpuBefore) = (Stopwatch.GetTimestamp(), cpu());
        for (var count = 0L; Stopwatch.GetElapsedTime(began) < time; )
        {
            for (; count < (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond); count++)
            {
                // Neighbours are in different rooms.
                var client = (int)(count * 7 % clients.Length);
                Send(client);
                Flush(client);
            }

            Turn(1);
        }

        return Finish(began, cpu() - cpuBefore);
    }

    void IChatEvents.Acknowledged(int client)
    {
        acknowledged++;
        unacknowledged[client]--;
        Refill(client);
    }

    void IChatEvents.Delivered(int client, long sequence, ReadOnlySpan<byte> message)
    {
        if (
            message.Length != TextLength
            || !Hex(message[..CounterAt], out var sender)
            || !Hex(message[CounterAt..TimeAt], out var counter)
            || !Hex(message[TimeAt..HeadLength], out var time)
        )
        {
            throw new IOException("A message came that nobody sent.");
        }

        var expected = ++got[client, sender];
        if (roomOf[client] != roomOf[(int)sender] || (isOrdered && counter != expected))
        {
            throw new IOException($"Client {client} got message {counter} of sender {sender} where {expected} was expected.");
        }

        if (isNumbered && sequence != ++sequences[client])
        {
            throw new IOException($"Client {client} got number {sequence} where {sequences[client]} was expected.");
        }

        delivered++;
        latencies.Add(Stopwatch.GetElapsedTime(time));
    }

    public void Dispose()
    {
        links.ForEach(link => link.Dispose());
        epoll.Dispose();
    }

    private static bool Hex(ReadOnlySpan<byte> digits, out long number) => Utf8Parser.TryParse(digits, out number, out _, 'x');

    private void Refill(int client)
    {
        while (unacknowledged[client] < window)
        {
            Send(client);
        }
    }

    private void Send(int client)
    {
        System.Text.Unicode.Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{client:x4}{++sent[client]:x8}{Stopwatch.GetTimestamp():x16}", out _);
        unacknowledged[client]++;
        clients[client].Send(text);
    }

    private void Flush(int client)
    {
        foreach (var link in clients[client].Links)
        {
            link.Flush();
        }
    }

    private void Turn(int milliseconds)
    {
        var count = epoll.Wait(milliseconds);
        for (var i = 0; i < count; i++)
        {
            links[epoll.NumberOf(i)].Receive(buffer);
        }
    }

    private Sample Finish(long began, TimeSpan cpu)
    {
        // What was delivered in the time counts; then everything that is on its way must arrive.
        var (seconds, count) = (Stopwatch.GetElapsedTime(began).TotalSeconds, delivered);
        window = 0;
        RunUntil(() => acknowledged == sent.Sum(s => (long)s) && delivered == acknowledged * (clients.Length / (roomOf.Max() + 1)), "Everything arrives");
        return new Sample(count, count / seconds, latencies.At(0.5), latencies.At(0.99), cpu.TotalMicroseconds / count);
    }

    private void RunUntil(Func<bool> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Findings.Require(
                Stopwatch.GetElapsedTime(began) < Patience,
                $"{what}: not within {Patience.TotalSeconds} s; {sent.Sum(s => (long)s)} sent, {acknowledged} acknowledged, {delivered} delivered."
            );
            Turn(10);
        }
    }
}
