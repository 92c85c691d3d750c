using System.Diagnostics;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Data;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Bench.Measures.Work;

/// <summary>A school whose Workers process does what this process asks for.</summary>
internal sealed class WorkSchool : IAsyncDisposable
{
    private const int Producers = 4;
    private const int Together = 100;

    private readonly TestDatabase database;
    private readonly TestSchool school;
    private readonly SchoolProcess workers;
    private readonly Guid[] users;
    private long added;

    private WorkSchool(TestDatabase database, TestSchool school, SchoolProcess workers, Guid[] users, long added)
    {
        this.database = database;
        this.school = school;
        this.workers = workers;
        this.users = users;
        this.added = added;
    }

    /// <param name="users">How many feeds there are.</param>
    /// <param name="history">How many requests were done long ago.</param>
    public static async Task<WorkSchool> StartAsync(int users, int history)
    {
        var database = await TestDatabase.CreateAsync();
        await SchoolProcess.RunVerbAsync(database, "migrate");
        var ids = Enumerable.Range(1, users).Select(i => Guid.Parse($"00000000-0000-4000-8000-{i:000000000000}")).ToArray();
        await database.AsOwnerAsync(
            $$"""
            INSERT INTO notifications.user_feeds SELECT ('00000000-0000-4000-8000-' || lpad(u::text, 12, '0'))::uuid, {{history / users}}
                FROM generate_series(1, {{users}}) AS u;
            CREATE TEMP TABLE made AS SELECT u, s, lpad(to_hex(u::bigint * 1000000 + s), 32, '0')::uuid AS id
                FROM generate_series(1, {{users}}) AS u, generate_series(1, {{history / users}}) AS s;
            INSERT INTO outbox.messages (id, kind, payload, deduplication_key, created_at, sent_at)
                SELECT id, 'notifications.user_event', jsonb_build_object('UserId', u, 'Kind', 'course.announced', 'Resource', 'courses/'
                    || s, 'Details', '{}'::jsonb), id::text, now(), now() FROM made;
            INSERT INTO notifications.user_events (user_id, sequence, kind, resource, details, request_id, happened_at)
                SELECT ('00000000-0000-4000-8000-' || lpad(u::text, 12, '0'))::uuid, s, 'course.announced', 'courses/' || s, '{}', id, now()
                    FROM made;
            ANALYZE outbox.messages, notifications.user_events, notifications.user_feeds;
            """
        );
        return new WorkSchool(database, TestSchool.On(database), await SchoolProcess.StartWorkersAsync(database), ids, history / users * users);
    }

    /// <summary>Adds requests for as long as it is told, and waits until all are done.</summary>
    /// <param name="inOne">Whether the hundred of a transaction are one request.</param>
    /// <param name="time">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Sample> MeasureAsync(bool inOne, TimeSpan time, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var cpu = ProcessCpu.Of(workers.Id);
        var asked = (
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(() => AddAsync(inOne, watch, time, cancellationToken), cancellationToken)))
        ).Sum();
        added += asked;
        await Drain.UntilAsync(DoneAsync, added, cancellationToken);
        return new Sample(asked, asked / watch.Elapsed.TotalSeconds, CpuMicroseconds: (ProcessCpu.Of(workers.Id) - cpu).TotalMicroseconds / asked);
    }

    /// <summary>One request at a time, while little else happens: from its commit until it is done, in milliseconds, sorted.</summary>
    public async Task<List<double>> LatenciesAsync(int count, CancellationToken cancellationToken)
    {
        var waiting = new List<Task<double>>();
        for (var i = 0; i < count; i++)
        {
            var before = await DoneAsync(users[i]);
            await school.DoAsync<IServiceProvider>(services =>
            {
                services.GetRequiredService<WorkOutbox>().Tell(users[i], new CourseCompleted(Guid.NewGuid()));
                return services.GetRequiredService<SchoolDbContext>().SaveChangesAsync(CancellationToken.None);
            });
            added++;
            waiting.Add(WaitAsync(users[i], before + 1, Stopwatch.GetTimestamp()));
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return [.. (await Task.WhenAll(waiting)).Order()];

        async Task<double> WaitAsync(Guid user, long wanted, long since)
        {
            await Drain.UntilAsync(() => DoneAsync(user), wanted, cancellationToken);
            return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        }
    }

    /// <summary>Everything that was asked for is there once, and numbered without gaps.</summary>
    public async Task CheckAsync()
    {
        Findings.Require(
            await database.AskAsync<long>("SELECT count(*) FROM notifications.user_events") == added,
            "Not every request became an event, or one became two."
        );
        Findings.Require(
            await database.AskAsync<long>(
                "SELECT count(*) FROM (SELECT FROM notifications.user_events GROUP BY user_id HAVING max(sequence) <> count(*) OR min(sequence) <> 1) AS wrong"
            ) == 0,
            "A feed has a gap."
        );
        Findings.Require(await database.AskAsync<long>("SELECT count(*) FROM outbox.messages WHERE sent_at IS NULL") == 0, "A request still waits.");
    }

    public async ValueTask DisposeAsync()
    {
        await workers.DisposeAsync();
        await school.DisposeAsync();
        await database.DisposeAsync();
    }

    private async Task<long> AddAsync(bool inOne, Stopwatch watch, TimeSpan time, CancellationToken cancellationToken)
    {
        var count = 0;
        while (watch.Elapsed < time && !cancellationToken.IsCancellationRequested)
        {
            var events = Enumerable
                .Range(0, Together)
                .Select(_ => FeedEventWork.Of(users[Random.Shared.Next(users.Length)], new CourseCompleted(Guid.NewGuid())));
            await school.DoAsync<IServiceProvider>(services =>
            {
                Ask(services.GetRequiredService<WorkOutbox>(), events);
                return services.GetRequiredService<SchoolDbContext>().SaveChangesAsync(CancellationToken.None);
            });
            count += Together;
        }

        return count;

        void Ask(WorkOutbox outbox, IEnumerable<FeedEventWork> events)
        {
            if (inOne)
            {
                outbox.Tell(events);
                return;
            }

            foreach (var one in events)
            {
                outbox.Tell(one.UserId, new CourseCompleted(Guid.NewGuid()));
            }
        }
    }

    private Task<long> DoneAsync() => database.AskAsync<long>("SELECT sum(last_sequence)::bigint FROM notifications.user_feeds");

    private Task<long> DoneAsync(Guid user) => database.AskAsync<long>($"SELECT last_sequence FROM notifications.user_feeds WHERE user_id = '{user}'");
}
