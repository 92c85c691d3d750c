using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Bench.Measures.Chat.Clients;

namespace ESchool.Bench.Measures.Chat;

/// <summary>Deliveries between 200 devices in 20 rooms, with one replica and with two: as many as go, and at 500 messages a second.</summary>
internal sealed class ChatMeasure : IMeasure
{
    private const string Ours = "E-School, stored";
    private const string Kept = "Socket.io, stored";
    private const string Loose = "Socket.io, not stored";

    public string Name => "chat";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.BeginAsync();
        foreach (var replicas in new[] { 1, 2 })
        {
            await using var ours = await ChatReplicas.StartSchoolAsync(talk.Database, replicas, isWeb: false, Talk.Settings);
            await using var kept = await ChatReplicas.StartPeersAsync(talk.Peers, replicas, isStored: true, cancellationToken);
            await using var loose = await ChatReplicas.StartPeersAsync(talk.Peers, replicas, isStored: false, cancellationToken);
            var label = replicas == 1 ? "1 replica" : $"{replicas} replicas";
            var saturated = await RoundsAsync(perSecond: null);
            findings.Add(saturated, $"{label}, saturated: ");
            findings.AtLeast($"{label}: deliveries a second, to {Kept}", saturated.Ratio(Ours, Kept, s => s.PerSecond), 2);
            findings.AtLeast($"{label}: deliveries a second, to {Loose}", saturated.Ratio(Ours, Loose, s => s.PerSecond), 1);
            var paced = await RoundsAsync(Talk.PerSecond);
            findings.Add(paced, $"{label}, {Talk.PerSecond} messages a second: ");
            findings.AtMost($"{label}, {Talk.PerSecond} a second: p50, to {Kept}", paced.Ratio(Ours, Kept, s => s.P50), 1.3);
            findings.AtMost($"{label}, {Talk.PerSecond} a second: p99, to {Kept}", paced.Ratio(Ours, Kept, s => s.P99), replicas == 1 ? 1.1 : 0.8);
            findings.Report($"{label}, {Talk.PerSecond} a second: p50, to {Loose}", paced.Ratio(Ours, Loose, s => s.P50).Median);
            findings.Report($"{label}, {Talk.PerSecond} a second: p99, to {Loose}", paced.Ratio(Ours, Loose, s => s.P99).Median);

            Task<Rounds> RoundsAsync(int? perSecond) =>
                Rounds.RunAsync(
                    options,
                    [
                        new Contender(
                            Ours,
                            (time, token) => talk.SchoolAsync(ours, (i, seat, events) => new GrpcClient(i, ours.AddressOf(i), seat, events), perSecond, time)
                        ),
                        new Contender(Kept, (time, token) => talk.PeerAsync(kept, isStored: true, perSecond, time)),
                        new Contender(Loose, (time, token) => talk.PeerAsync(loose, isStored: false, perSecond, time)),
                    ],
                    cancellationToken
                );
        }

        await talk.RequireStoredAsync();
    }
}
