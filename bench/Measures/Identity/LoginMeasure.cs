using ESchool.Application.Identity.Passwords;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Bench.Measures.Watch;
using ESchool.Data;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Bench.Measures.Identity;

/// <summary>Sign-ins: Argon2id beside bcryptjs at cost 10, and what a flood of them does to those who are in.</summary>
internal sealed class LoginMeasure : IMeasure
{
    private const string Password = "a password of the bench";
    private const int Connections = 16;

    private int run = 500_000;

    public string Name => "login";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var emails = new TemporaryFile();
        using var students = new TemporaryFile();
        var peers = new PeerDatabase(database);
        await SeedAsync(database, peers, emails, users: 2_000);
        await WatchMeasure.SeedAsync(database, null, students, null, 500);
        await using var api = await SchoolProcess.StartApiAsync(
            database,
            settings: [("Calls__RateLimits__Enabled", "false"), ("Identity__FreeFailuresPerAddress", "100000")]
        );
        await using var express = await Peer.StartAsync(
            "login.mjs",
            new Dictionary<string, string>(peers.Environment) { ["PASSWORD"] = Password },
            cancellationToken
        );

        var rounds = await Rounds.RunAsync(
            options,
            [
                new Contender("E-School", SignInAsync),
                new Contender(
                    "Express, bcryptjs",
                    (time, token) => Wrk.MeasureAsync("login.lua", express.Address, Connections, time, [express.Id], token, "express", emails.Path, Password)
                ),
                new Contender("watch, undisturbed", WatchAsync),
                new Contender(
                    "watch, while sign-ins saturate",
                    async (time, token) =>
                    {
                        var flood = SignInAsync(time, token);
                        var sample = await WatchAsync(time, token);
                        await flood;
                        return sample;
                    }
                ),
            ],
            cancellationToken
        );
        findings.Add(rounds);
        findings.AtLeast("sign-ins a second, to Express with bcryptjs", rounds.Ratio("E-School", "Express, bcryptjs", s => s.PerSecond), 1.7);
        findings.AtMost("p99 of watch reports, to undisturbed", rounds.Ratio("watch, while sign-ins saturate", "watch, undisturbed", s => s.P99), 2);

        Task<Sample> SignInAsync(TimeSpan time, CancellationToken token) =>
            Wrk.MeasureAsync("login.lua", api.Web, Connections, time, [api.Id], token, "eschool", emails.Path, Password);

        // A handful of players: as many as leave a core some rest.
        Task<Sample> WatchAsync(TimeSpan time, CancellationToken token) =>
            Wrk.MeasureAsync("watch.lua", api.Web, connections: 4, time, [api.Id], token, "eschool", students.Path, $"{++run}");
    }

    private static async Task SeedAsync(TestDatabase database, PeerDatabase peers, TemporaryFile emails, int users)
    {
        await using var school = TestSchool.On(database);
        var hash = await school.Services.GetRequiredService<PasswordHasher>().HashAsync(Password, CancellationToken.None);
        var now = school.Clock.GetUtcNow();
        var people = Enumerable.Range(0, users).Select(i => new User($"student{i}@eschool.test", "Ada Lovelace", hash, now)).ToList();
        people.ForEach(user => user.VerifyEmail(now));
        await school.DoAsync<SchoolDbContext>(async db =>
        {
            db.AddRange(people);
            await db.SaveChangesAsync();
        });
        await emails.WriteAsync(people.Select(user => user.Email));
        await peers.ExecuteAsync(
            $"""
            CREATE SCHEMA peer;
            CREATE TABLE peer.users (id int PRIMARY KEY, email text NOT NULL UNIQUE, password text NOT NULL);
            CREATE TABLE peer.sessions (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id int NOT NULL REFERENCES peer.users,
                created_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO peer.users SELECT i, 'student' || i || '@eschool.test', '' FROM generate_series(0, {users - 1}) AS i;
            """
        );
    }
}
