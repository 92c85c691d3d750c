using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Bench.Measures.Chat.Clients;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Chat;

/// <summary>The rooms of a measure, and what was said in them.</summary>
internal sealed class Talk : IAsyncDisposable
{
    public const int PerSecond = 500;

    private const int Rooms = 20;
    private const int Each = 10;
    private const int Window = 4;

    /// <summary>No limits of how often, and tokens that outlive the run.</summary>
    public static readonly (string Key, string Value)[] Settings =
    [
        ("Calls__RateLimits__Enabled", "false"),
        ("Calls__MaximumStreamsPerCaller", "10000"),
        ("Identity__AccessTokenLifetime", "03:00:00"),
    ];

    private readonly TestSchool school;
    private readonly ChatRooms rooms;
    private long acknowledged;
    private long peerAcknowledged;

    private Talk(TestSchool school, ChatRooms rooms)
    {
        this.school = school;
        this.rooms = rooms;
        Peers = new PeerDatabase(school.Database);
    }

    public TestDatabase Database => school.Database;

    public PeerDatabase Peers { get; }

    public static async Task<Talk> BeginAsync()
    {
        var school = await TestSchool.OpenAsync(("Identity:AccessTokenLifetime", "03:00:00"));
        var talk = new Talk(school, await ChatRooms.CreateAsync(school, Rooms));
        await talk.rooms.CreatePeerTablesAsync(talk.Peers);
        return talk;
    }

    /// <param name="replicas">Where.</param>
    /// <param name="open">Connects a device.</param>
    /// <param name="perSecond">How many messages; null for as many as go.</param>
    /// <param name="time">How long.</param>
    /// <param name="isOrdered">
    /// False when a sender's messages go over several connections and may overtake each other; the numbers are still without gaps.
    /// </param>
    public async Task<Sample> SchoolAsync(
        ChatReplicas replicas,
        Func<int, ChatSeat, IChatEvents, IChatClient> open,
        int? perSecond,
        TimeSpan time,
        bool isOrdered = true
    )
    {
        var seats = await rooms.SeatsAsync(Each);
        var (sample, count) = await RunAsync(seats, open, isOrdered, isNumbered: true, replicas, perSecond, time);
        acknowledged += count;
        return sample;
    }

    public async Task<Sample> PeerAsync(ChatReplicas replicas, bool isStored, int? perSecond, TimeSpan time)
    {
        // With a pool of connections, messages of one sender may overtake each other: only that all arrive is asked for.
        var (sample, count) = await RunAsync(
            rooms.PeerSeats(Each, Peers),
            (i, seat, events) => new SocketIoClient(i, replicas.AddressOf(i), seat, events),
            isOrdered: !isStored,
            isNumbered: false,
            replicas,
            perSecond,
            time
        );
        peerAcknowledged += isStored ? count : 0;
        return sample;
    }

    /// <summary>Fails unless exactly what was acknowledged is stored.</summary>
    public async Task RequireStoredAsync()
    {
        var stored = await Database.AskAsync<long>("SELECT count(*) FROM chat.messages");
        Findings.Require(stored == acknowledged, $"{acknowledged} messages were acknowledged and {stored} are stored.");
        var gaps = await Database.AskAsync<long>(
            "SELECT count(*) FROM chat.conversations c WHERE c.last_sequence <> (SELECT count(*) FROM chat.messages m WHERE m.conversation_id = c.id)"
        );
        Findings.Require(gaps == 0, $"{gaps} conversations have a gap.");
        var peerStored = await Database.AskAsync<long>("SELECT count(*) FROM peer.messages");
        Findings.Require(peerStored == peerAcknowledged, $"{peerAcknowledged} messages were acknowledged by peers and {peerStored} are stored.");
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    private static Task<(Sample Sample, long Acknowledged)> RunAsync(
        IReadOnlyList<ChatSeat> seats,
        Func<int, ChatSeat, IChatEvents, IChatClient> open,
        bool isOrdered,
        bool isNumbered,
        ChatReplicas replicas,
        int? perSecond,
        TimeSpan time
    ) =>
        Task.Factory.StartNew(
            () =>
            {
                using var load = new ChatLoad(seats, open, isOrdered, isNumbered);
                var sample = perSecond is { } rate ? load.Pace(rate, time, () => replicas.Cpu) : load.Saturate(Window, time, () => replicas.Cpu);
                return (sample, load.Acknowledged);
            },
            TaskCreationOptions.LongRunning
        );
}
