using System.Diagnostics;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Work;

/// <summary>
/// Work from its commit to its end, a hundred events a transaction, each to be added to a user's feed and numbered there without gaps: as one request, and as
/// a request each. The real Workers process does it. A round ends when everything that was added in it is done.
/// </summary>
internal sealed class WorkMeasure : IMeasure
{
    private const int Users = 1_000;

    public string Name => "work";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var fresh = await WorkSchool.StartAsync(Users, history: 0);
        await using var used = await WorkSchool.StartAsync(Users, history: options.Quick ? 20_000 : 1_000_000);
        await using var theirs = await TestDatabase.CreateAsync();
        var peers = new PeerDatabase(theirs);
        await peers.ExecuteAsync(
            $"""
            CREATE SCHEMA peer;
            CREATE TABLE peer.feeds (user_id int PRIMARY KEY, last bigint NOT NULL);
            INSERT INTO peer.feeds SELECT i, 0 FROM generate_series(1, {Users}) AS i;
            CREATE TABLE peer.events (user_id int NOT NULL, sequence bigint NOT NULL, kind text NOT NULL, resource text NOT NULL,
                details jsonb NOT NULL, request uuid NOT NULL UNIQUE, PRIMARY KEY (user_id, sequence));
            CREATE TABLE peer.queue (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT NULL);
            """
        );
        await using var graphile = await Peer.StartAsync(
            "work.mjs",
            new Dictionary<string, string>(peers.Environment) { ["USERS"] = $"{Users}" },
            cancellationToken
        );
        var plain = new PlainHangfire(theirs);
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        var added = 0L;

        var rounds = await Rounds.RunAsync(
            options,
            [
                new Contender("E-School, 100 in a request", (time, token) => fresh.MeasureAsync(inOne: true, time, token)),
                new Contender("E-School, 100, 1 M behind", (time, token) => used.MeasureAsync(inOne: true, time, token)),
                new Contender("E-School, a request each", (time, token) => fresh.MeasureAsync(inOne: false, time, token)),
                new Contender("graphile-worker, a job each", (time, token) => GraphileAsync(batch: false, time, token)),
                new Contender("graphile-worker, 100 in a job", (time, token) => GraphileAsync(batch: true, time, token)),
                new Contender("Hangfire, enqueued only", plain.MeasureAsync),
                new Contender("table and SKIP LOCKED", LimitAsync),
            ],
            cancellationToken
        );
        findings.Add(rounds);
        await fresh.CheckAsync();
        await used.CheckAsync();
        await plain.CheckAsync();

        var starts = await fresh.LatenciesAsync(options.Quick ? 20 : 200, cancellationToken);
        findings.Report("commit to done p50, ms, 20 requests a second", starts[starts.Count / 2]);
        findings.Report("commit to done p99, ms, 20 requests a second", starts[(int)(0.99 * (starts.Count - 1))]);
        findings.AtLeast(
            "events a second, 100 in a request, to graphile-worker",
            rounds.Ratio("E-School, 100 in a request", "graphile-worker, 100 in a job", s => s.PerSecond),
            1.5
        );
        findings.AtLeast(
            "events a second, a request each, to graphile-worker",
            rounds.Ratio("E-School, a request each", "graphile-worker, a job each", s => s.PerSecond),
            1.5
        );
        findings.AtLeast(
            "events a second, 100 in a request, to what Hangfire enqueues one by one",
            rounds.Ratio("E-School, 100 in a request", "Hangfire, enqueued only", s => s.PerSecond),
            10
        );
        findings.AtLeast(
            "events a second, 1 M behind to none",
            rounds.Ratio("E-School, 100, 1 M behind", "E-School, 100 in a request", s => s.PerSecond),
            0.75
        );
        findings.AtMost("commit to done p99, seconds", Spread.Of([starts[(int)(0.99 * (starts.Count - 1))] / 1_000]), 1.5);

        async Task<Sample> GraphileAsync(bool batch, TimeSpan time, CancellationToken token)
        {
            var watch = Stopwatch.StartNew();
            var cpu = ProcessCpu.Of(graphile.Id);
            var answer = await http.GetStringAsync(new Uri(graphile.Address, $"add?ms={time.TotalMilliseconds:0}&batch={(batch ? 1 : 0)}"), token);
            using var json = System.Text.Json.JsonDocument.Parse(answer);
            var count = json.RootElement.GetProperty("added").GetInt64();
            added += count;
            await Drain.UntilAsync(() => theirs.AskAsync<long>("SELECT sum(last)::bigint FROM peer.feeds"), added, token);
            return new Sample(count, count / watch.Elapsed.TotalSeconds, CpuMicroseconds: (ProcessCpu.Of(graphile.Id) - cpu).TotalMicroseconds / count);
        }

        async Task<Sample> LimitAsync(TimeSpan time, CancellationToken token)
        {
            const int Together = 100;
            var sample = await Pgbench.MeasureAsync(
                theirs,
                $"""
                INSERT INTO peer.queue (payload) SELECT jsonb_build_object('user', i) FROM generate_series(1, {Together}) AS i;
                DELETE FROM peer.queue WHERE id IN (SELECT id FROM peer.queue ORDER BY id LIMIT {Together} FOR UPDATE SKIP LOCKED);
                """,
                clients: 8,
                time,
                token
            );
            return sample with { Count = sample.Count * Together, PerSecond = sample.PerSecond * Together };
        }
    }
}
