using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Bench.Measures.Chat.Clients;

namespace ESchool.Bench.Measures.Chat;

/// <summary>The same rooms over what browsers can speak, gRPC-Web on HTTP/1.1: a call for each message, with its token checked.</summary>
internal sealed class ChatWebMeasure : IMeasure
{
    private const string Ours = "E-School over gRPC-Web, stored";
    private const string Kept = "Socket.io, stored";

    public string Name => "chat-web";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.BeginAsync();
        await using var ours = await ChatReplicas.StartSchoolAsync(talk.Database, 1, isWeb: true, Talk.Settings);
        await using var kept = await ChatReplicas.StartPeersAsync(talk.Peers, 1, isStored: true, cancellationToken);
        foreach (var perSecond in new int?[] { null, Talk.PerSecond })
        {
            var rounds = await Rounds.RunAsync(
                options,
                [
                    new Contender(
                        Ours,
                        (time, _) =>
                            talk.SchoolAsync(
                                ours,
                                (i, seat, events) => new GrpcWebClient(i, ours.AddressOf(i), seat, events),
                                perSecond,
                                time,
                                isOrdered: false
                            )
                    ),
                    new Contender(Kept, (time, _) => talk.PeerAsync(kept, isStored: true, perSecond, time)),
                ],
                cancellationToken
            );
            findings.Add(rounds, perSecond is null ? "saturated: " : $"{perSecond} messages a second: ");
        }

        await talk.RequireStoredAsync();
    }
}
