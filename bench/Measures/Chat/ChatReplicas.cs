using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Bench.Measures.Chat;

/// <summary>The servers of one contender; clients are spread over them.</summary>
internal sealed class ChatReplicas : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> processes = [];
    private readonly List<Uri> addresses = [];
    private readonly List<int> ids = [];

    /// <summary>Processor time of all of them; the database's is not counted.</summary>
    public TimeSpan Cpu => ProcessCpu.Of(ids);

    /// <summary>Resident memory of all of them.</summary>
    public long ResidentBytes => ids.Sum(ProcessCpu.ResidentBytes);

    public static async Task<ChatReplicas> StartSchoolAsync(TestDatabase database, int count, bool isWeb, params (string Key, string Value)[] settings)
    {
        var replicas = new ChatReplicas();
        for (var i = 0; i < count; i++)
        {
            var api = await SchoolProcess.StartApiAsync(database, settings: settings);
            replicas.Add(api, isWeb ? api.Web : api.Grpc!, api.Id);
        }

        return replicas;
    }

    public static async Task<ChatReplicas> StartPeersAsync(PeerDatabase peers, int count, bool isStored, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(peers.Environment) { ["STORE"] = isStored ? "1" : "0" };
        if (count > 1)
        {
            // Of all databases of Redis, pub/sub is the same: the adapter tells its own servers by a prefix.
            environment["REDIS_URL"] = $"redis://{TestStack.Get("ConnectionStrings__Redis").Split(',')[0]}";
            environment["REDIS_PREFIX"] = isStored ? "stored" : "loose";
        }

        var replicas = new ChatReplicas();
        for (var i = 0; i < count; i++)
        {
            var peer = await Peer.StartAsync("chat.mjs", environment, cancellationToken);
            replicas.Add(peer, peer.Address, peer.Id);
        }

        return replicas;
    }

    /// <summary>Where a client connects: neighbours at different replicas, so that each room is at all of them.</summary>
    public Uri AddressOf(int client) => addresses[client / 2 % addresses.Count];

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    private void Add(IAsyncDisposable process, Uri address, int id)
    {
        processes.Add(process);
        addresses.Add(address);
        ids.Add(id);
    }
}
