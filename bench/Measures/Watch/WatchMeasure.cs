using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;

namespace ESchool.Bench.Measures.Watch;

/// <summary>Watch reports, each durable when it is answered: 64 connections, 2,000 students, 10 lessons each.</summary>
internal sealed class WatchMeasure : IMeasure
{
    private const int Connections = 64;
    private const int Lessons = 10;
    private const int VideoSeconds = 600;

    private const string Upsert = """
        \set enrollment random(1, 2000)
        \set lesson random(1, 10)
        \set low random(0, 500)
        INSERT INTO peer.progress AS p (enrollment, lesson, watched, position, session, sequence, reports)
        SELECT e.id, :lesson, int4multirange(int4range(:low::int, :low::int + 5)), :low, '00000000-0000-4000-8000-000000000000', :low, 1
            FROM peer.enrollments e WHERE e.id = :enrollment AND e.student = :enrollment
        ON CONFLICT (enrollment, lesson) DO UPDATE
        SET watched = p.watched + excluded.watched, position = excluded.position, session = excluded.session, sequence = excluded.sequence, reports = p.reports + 1
        WHERE (p.session, p.sequence) IS DISTINCT FROM (excluded.session, excluded.sequence)
        RETURNING lower(watched) AS first, upper(watched) AS last;
        """;

    private int run;

    public string Name => "watch";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var students = new TemporaryFile();
        using var peerStudents = new TemporaryFile();
        var peers = new PeerDatabase(database);
        await SeedAsync(database, peers, students, peerStudents, options.Quick ? 500 : 2_000);

        await using var api = await SchoolProcess.StartApiAsync(database, settings: [("Calls__RateLimits__Enabled", "false")]);
        await using var express = await Peer.StartAsync("watch.mjs", peers.Environment, cancellationToken);
        await using var batching = await Peer.StartAsync("watch.mjs", new Dictionary<string, string>(peers.Environment) { ["BATCH"] = "1" }, cancellationToken);
        var (ours, theirs) = (0L, 0L);
        var runs = 0;
        var rounds = await Rounds.RunAsync(
            options,
            [
                new Contender(
                    "E-School",
                    async (time, token) =>
                    {
                        var sample = await Wrk.MeasureAsync("watch.lua", api.Web, Connections, time, [api.Id], token, "eschool", students.Path, $"{++run}");
                        ours += sample.Count;
                        runs++;
                        return sample;
                    }
                ),
                new Contender("Express", (time, token) => PeerAsync(express, time, token)),
                new Contender("Express, batching", (time, token) => PeerAsync(batching, time, token)),
                new Contender("pgbench, one by one", (time, token) => Pgbench.MeasureAsync(database, Upsert, clients: 32, time, token)),
            ],
            cancellationToken
        );
        findings.Add(rounds);

        // What was in flight when the generator stopped may be stored without having been answered.
        var stored = await database.AskAsync<long>("SELECT coalesce(sum(upper(r) - lower(r)), 0)::bigint FROM learning.watch_sessions, unnest(sequences) AS r");
        Findings.Require(stored >= ours && stored <= ours + (runs * Connections), $"{ours} reports were answered and {stored} are stored.");
        var peerStored = await database.AskAsync<long>("SELECT sum(reports)::bigint FROM peer.progress");
        Findings.Require(peerStored >= theirs, $"{theirs} reports were answered by peers and {peerStored} are stored.");

        findings.AtLeast("reports a second, to Express", rounds.Ratio("E-School", "Express", s => s.PerSecond), 5.5);
        findings.AtLeast("reports a second, to Express, batching", rounds.Ratio("E-School", "Express, batching", s => s.PerSecond), 3);
        findings.AtLeast("reports a second, to pgbench one by one", rounds.Ratio("E-School", "pgbench, one by one", s => s.PerSecond), 1.2);
        findings.AtMost("p99, to Express", rounds.Ratio("E-School", "Express", s => s.P99), 0.25);
        findings.AtMost("own CPU a report, to Express", rounds.Ratio("E-School", "Express", s => s.CpuMicroseconds), 0.2);

        async Task<Sample> PeerAsync(Peer peer, TimeSpan time, CancellationToken token)
        {
            var sample = await Wrk.MeasureAsync("watch.lua", peer.Address, Connections, time, [peer.Id], token, "express", peerStudents.Path, $"{++run}");
            theirs += sample.Count;
            return sample;
        }
    }

    internal static async Task SeedAsync(TestDatabase database, PeerDatabase? peers, TemporaryFile students, TemporaryFile? peerStudents, int count)
    {
        await using var school = TestSchool.On(database);
        var population = new Population(school);
        var (version, lessons) = await population.CourseAsync(Lessons, VideoSeconds);
        var people = await population.PeopleAsync(count);
        var enrollments = await population.EnrollAsync(people, version);
        await students.WriteAsync(people.Zip(enrollments, (person, enrollment) => $"{person.Token} {enrollment} {string.Join(' ', lessons)}"));
        if (peers is not null)
        {
            await peers.ExecuteAsync(
                $"""
                CREATE SCHEMA peer;
                CREATE TABLE peer.enrollments (id int PRIMARY KEY, student int NOT NULL);
                INSERT INTO peer.enrollments SELECT i, i FROM generate_series(1, {count}) AS i;
                CREATE TABLE peer.progress (enrollment int NOT NULL REFERENCES peer.enrollments, lesson int NOT NULL,
                    watched int4multirange NOT NULL, position int NOT NULL,
                    session uuid NOT NULL, sequence int NOT NULL, reports bigint NOT NULL, PRIMARY KEY (enrollment, lesson));
                """
            );
            await peerStudents!.WriteAsync(Enumerable.Range(1, count).Select(i => $"{peers.TokenOf(i)} {i} {string.Join(' ', Enumerable.Range(1, Lessons))}"));
        }
    }
}
