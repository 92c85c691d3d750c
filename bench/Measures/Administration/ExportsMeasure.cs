using System.Diagnostics;
using ESchool.Application.Administration.Exports;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Domain;
using ESchool.Domain.Administration.Exports;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Bench.Measures.Administration;

/// <summary>
/// A table as a file at S3, in each format: how long it takes, and what it holds in memory, for a hundred thousand rows and for a million. The job runs in
/// this process.
/// </summary>
internal sealed class ExportsMeasure : IMeasure
{
    private const long MiB = 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public string Name => "exports";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var school = TestSchool.On(database);
        await school.PrepareStorageAsync();
        var admin = await school.AdminAsync();
        var (few, many) = options.Quick ? (10_000, 100_000) : (100_000, 1_000_000);
        await FillAsync(database, admin, many);

        // Rows are numbered, so that the first of them are a period.
        var since = school.Clock.GetUtcNow().AddDays(-30);
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            foreach (var subject in new[] { ExportSubject.Users, ExportSubject.AuditEvents })
            {
                // The first run compiles.
                await ExportAsync(school, admin, subject, format, since.AddMilliseconds(few), cancellationToken);
                var small = await ExportAsync(school, admin, subject, format, since.AddMilliseconds(few), cancellationToken);
                var large = await ExportAsync(school, admin, subject, format, since.AddDays(29), cancellationToken);
                Findings.Require(
                    small.Export.Rows >= few * 9 / 10 && large.Export.Rows >= many,
                    $"Rows are missing: {small.Export.Rows} and {large.Export.Rows}."
                );
                findings.Report($"{subject}, {format}: rows of the large file", large.Export.Rows);
                findings.Report($"{subject}, {format}: MiB of the large file", (double)large.Export.SizeBytes / MiB);
                findings.Report($"{subject}, {format}: seconds for the large file", large.Time.TotalSeconds);
                findings.Report($"{subject}, {format}: MiB held at most for the small file", (double)small.HeldBytes / MiB);
                findings.Report($"{subject}, {format}: MiB held at most for the large file", (double)large.HeldBytes / MiB);
                findings.AtMost($"{subject}, {format}: MiB more for ten times the rows", Spread.Of([(double)(large.HeldBytes - small.HeldBytes) / MiB]), 64);
            }
        }
    }

    private static async Task<Written> ExportAsync(
        TestSchool school,
        Actor admin,
        ExportSubject subject,
        ExportFormat format,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var asked = await school.DoAsync<StartExport, TableExport>(s =>
            s.ExecuteAsync(admin, subject, format, new ExportFilter { Until = until }, cancellationToken)
        );
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var (before, most, clock) = (Environment.WorkingSet, 0L, Stopwatch.StartNew());
        var work = school.DoAsync<WriteExport>(w => w.ExecuteAsync(asked.Id, cancellationToken));
        while (await Task.WhenAny(work, Task.Delay(Interval, cancellationToken)) != work)
        {
            most = Math.Max(most, Environment.WorkingSet - before);
        }

        await work;
        var export = await school.ReadAsync(db => db.TableExports.AsNoTracking().SingleAsync(e => e.Id == asked.Id, cancellationToken));
        Findings.Require(export.State == ExportState.Done, $"The export is {export.State}.");
        return new Written(export, clock.Elapsed, most);
    }

    /// <summary>One row a millisecond, beginning thirty days ago, with ids as the product makes them.</summary>
    private static Task FillAsync(TestDatabase database, Actor admin, int rows)
    {
        const string Made = """
            (lpad(to_hex((extract(epoch FROM now() - interval '30 days') * 1000)::bigint + n), 12, '0')
                || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid
            """;
        return database.AsOwnerAsync(
            $$"""
            INSERT INTO identity.users SELECT (jsonb_populate_record(u, jsonb_build_object('id', {{Made}}, 'email', 'student.' || n || '@eschool.test',
                'email_normalized', 'student.' || n || '@eschool.test', 'display_name', 'Student of number ' || n))).*
            FROM generate_series(1, {{rows}}) AS n, identity.users u WHERE u.id = '{{admin.UserId}}';
            INSERT INTO administration.audit_events (id, actor_id, action, resource, happened_at, network, user_agent, before, after)
            SELECT {{Made}}, '{{admin.UserId}}', 'session.open', 'users/{{admin.UserId}}', now(), '192.0.2.0/24', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit',
                NULL, jsonb_build_object('session', 'sessions/' || n, 'method', 'Password', 'secondFactor', true)
            FROM generate_series(1, {{rows}}) AS n;
            ANALYZE identity.users, administration.audit_events;
            """
        );
    }

    private sealed record Written(TableExport Export, TimeSpan Time, long HeldBytes);
}
