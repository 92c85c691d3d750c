using System.Diagnostics;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Bench.Measures.Chat.Clients;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Chat;

/// <summary>What 10,000 devices cost that listen and hear nothing: memory each, and processor time.</summary>
internal sealed class IdleMeasure : IMeasure
{
    private const int Each = 10;
    private const double KibibyteBytes = 1024;

    /// <summary>So many come in at a time.</summary>
    private const int Crowd = 200;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "idle";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var school = await TestSchool.OpenAsync(("Identity:AccessTokenLifetime", "03:00:00"));
        var rooms = await ChatRooms.CreateAsync(school, options.Quick ? 100 : 1_000);
        var peers = new PeerDatabase(school.Database);
        var seats = await rooms.SeatsAsync(Each);
        var (single, singleCpu) = await OfSchoolAsync(streamsEach: 1);
        var (shared, sharedCpu) = await OfSchoolAsync(streamsEach: 100);
        await using (var peer = await ChatReplicas.StartPeersAsync(peers, 1, isStored: false, cancellationToken))
        {
            var peerSeats = rooms.PeerSeats(Each, peers);
            var silence = new Silence();
            var (memory, cpu) = await HoldAsync(
                peer,
                [.. peerSeats.Select<ChatSeat, Func<Link>>((seat, i) => () => new SocketIoClient(i, peer.AddressOf(i), seat, silence))],
                peerSeats.Count,
                cancellationToken
            );
            findings.Report("Socket.io, KiB a device", memory);
            findings.Report("Socket.io, share of a core", cpu);
        }

        findings.AtMost("KiB a stream, one connection each", One(single), 48);
        findings.AtMost("KiB a stream, 100 streams a connection", One(shared), 18);
        findings.AtMost("share of a core, one connection each", One(singleCpu), 0.08);
        findings.AtMost("share of a core, 100 streams a connection", One(sharedCpu), 0.08);

        async Task<(double Memory, double Cpu)> OfSchoolAsync(int streamsEach)
        {
            await using var api = await ChatReplicas.StartSchoolAsync(school.Database, 1, isWeb: false, Talk.Settings);
            return await HoldAsync(
                api,
                [.. seats.Chunk(streamsEach).Select<ChatSeat[], Func<Link>>(some => () => new IdleLink(api.AddressOf(0), some))],
                seats.Count,
                cancellationToken
            );
        }
    }

    private static Spread One(double value) => new(value, value, value);

    private static Task<(double Memory, double Cpu)> HoldAsync(
        ChatReplicas server,
        IReadOnlyList<Func<Link>> open,
        int devices,
        CancellationToken cancellationToken
    ) =>
        Task.Factory.StartNew(
            () =>
            {
                using var epoll = new Epoll();
                var links = new List<Link>();
                var buffer = new byte[1 << 20];
                try
                {
                    // The first crowd pays for what every process needs once.
                    var (counted, before) = (0, 0L);
                    foreach (var crowd in open.Chunk(Math.Max(1, Crowd * open.Count / devices)))
                    {
                        foreach (var one in crowd)
                        {
                            var link = one();
                            epoll.Watch(link.Socket, links.Count);
                            links.Add(link);
                        }

                        var began = Stopwatch.GetTimestamp();
                        while (!links.TrueForAll(link => link.IsReady))
                        {
                            Findings.Require(Stopwatch.GetElapsedTime(began) < Patience, "Devices do not get in.");
                            Turn(10);
                        }

                        (counted, before) = before == 0 ? (links.Count, server.ResidentBytes) : (counted, before);
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    Wait();
                    var cpu = server.Cpu;
                    Wait();
                    var share = (server.Cpu - cpu) / Settling;
                    return ((server.ResidentBytes - before) / KibibyteBytes / ((links.Count - counted) * (devices / links.Count)), share);
                }
                finally
                {
                    links.ForEach(link => link.Dispose());
                }

                void Wait()
                {
                    for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Settling; )
                    {
                        Turn(100);
                    }
                }

                void Turn(int milliseconds)
                {
                    var count = epoll.Wait(milliseconds);
                    for (var i = 0; i < count; i++)
                    {
                        links[epoll.NumberOf(i)].Receive(buffer);
                    }
                }
            },
            TaskCreationOptions.LongRunning
        );

    private sealed class Silence : IChatEvents
    {
        public void Acknowledged(int client) => throw new IOException("Something was acknowledged that nobody sent.");

        public void Delivered(int client, long sequence, ReadOnlySpan<byte> text) => throw new IOException("Something was delivered that nobody sent.");
    }
}
