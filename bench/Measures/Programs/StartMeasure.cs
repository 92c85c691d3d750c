using System.Diagnostics;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Bench.Measures.Programs;

/// <summary>From the start of a program to its first answer, and what it holds when nothing happens.</summary>
internal sealed class StartMeasure : IMeasure
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public string Name => "start";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        var peers = new PeerDatabase(database);
        await peers.ExecuteAsync("CREATE SCHEMA peer; CREATE TABLE peer.enrollments (id int, student int)");
        await SchoolProcess.RunVerbAsync(database, "migrate");
        var taken = new Dictionary<string, List<(double Seconds, double Mebibytes)>>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            var isWarmUp = round == 0;
            await TakeAsync("Api", isWarmUp, async () => await SchoolProcess.StartApiAsync(database), p => p.Id);
            await TakeAsync("Workers", isWarmUp, async () => await SchoolProcess.StartWorkersAsync(database), p => p.Id);
            await TakeAsync("Express", isWarmUp, async () => await Peer.StartAsync("course.mjs", peers.Environment, cancellationToken), p => p.Id);
        }

        foreach (var (name, values) in taken)
        {
            findings.Report($"{name}: start to first answer, s", Spread.Of(values.Select(v => v.Seconds)).Median);
            findings.Report($"{name}: idle memory, MiB", Spread.Of(values.Select(v => v.Mebibytes)).Median);
        }

        findings.AtMost("Api, s", Spread.Of(taken["Api"].Select(v => v.Seconds)), 2.5);
        findings.AtMost("Workers, s", Spread.Of(taken["Workers"].Select(v => v.Seconds)), 2.5);

        async Task TakeAsync<T>(string name, bool isWarmUp, Func<Task<T>> start, Func<T, int> processOf)
            where T : IAsyncDisposable
        {
            var watch = Stopwatch.StartNew();
            await using var program = await start();
            var seconds = watch.Elapsed.TotalSeconds;
            await Task.Delay(Rest, cancellationToken);
            if (!isWarmUp)
            {
                taken.TryAdd(name, []);
                taken[name].Add((seconds, ProcessCpu.ResidentBytes(processOf(program)) / 1048576.0));
            }
        }
    }
}
