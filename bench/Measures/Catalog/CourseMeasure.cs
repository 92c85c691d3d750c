using System.Diagnostics;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Contracts.Catalog.V1;
using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;

namespace ESchool.Bench.Measures.Catalog;

/// <summary>
/// What the public reads: one course with twenty lessons, and the newest twenty courses; read from Postgres every time, and kept for a second.
/// </summary>
internal sealed class CourseMeasure : IMeasure
{
    private const int Connections = 32;

    private const string OnSale = "catalog.curriculum_versions v JOIN catalog.courses c ON c.id = v.course_id AND c.published_version = v.number";

    private static readonly string Columns =
        "v.id, v.course_id, v.number, v.instructor_id, v.instructor_name, v.video_seconds, v.published_at, c.price_minor_units, c.price_currency, "
        + new RecordColumns<CourseText>().Of("v");

    // pgbench pipelines both statements of a course, as we do.
    private static readonly string One = $"""
        \set i random(1, 500)
        \startpipeline
        SELECT {Columns} FROM {OnSale} WHERE c.id = (lpad(to_hex(26214400 + :i), 8, '0') || '-0000-7000-8000-000000000001')::uuid;
        SELECT l.lesson_id, l.section_id, l.section_title, l.title, l.kind, l.required, l.video_seconds
        FROM {OnSale} JOIN catalog.curriculum_lessons l ON l.version_id = v.id WHERE c.id = (lpad(to_hex(26214400 + :i), 8, '0')
            || '-0000-7000-8000-000000000001')::uuid ORDER BY l.position;
        \endpipeline
        """;

    private static readonly string Page = $"SELECT {Columns} FROM {OnSale} WHERE v.id < 'ffffffff-ffff-ffff-ffff-ffffffffffff' ORDER BY v.id DESC LIMIT 21;";

    public string Name => "course";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        await Catalogue.FillAsync(database, courses: 500, lessonsEach: 20);
        using var ids = new TemporaryFile();
        await ids.WriteAsync(await Catalogue.IdsAsync(database, 20));
        await using var reading = await SchoolProcess.StartApiAsync(
            database,
            settings: [("Calls__RateLimits__Enabled", "false"), ("Calls__PublicPageLifetime", "00:00:00")]
        );
        await using var keeping = await SchoolProcess.StartApiAsync(database, settings: ("Calls__RateLimits__Enabled", "false"));
        await using var express = await Peer.StartAsync("course.mjs", new PeerDatabase(database).Environment, cancellationToken);
        foreach (var (what, text, sql) in new[] { ("one", "GetCourse", One), ("page", "20 newest courses", Page) })
        {
            var rounds = await Rounds.RunAsync(
                options,
                [
                    new Contender("E-School", (time, token) => ReadAsync(reading.Web, reading.Id, "eschool", time, token)),
                    new Contender("E-School, kept a second", (time, token) => ReadAsync(keeping.Web, keeping.Id, "eschool", time, token)),
                    new Contender("Express", (time, token) => ReadAsync(express.Address, express.Id, "express", time, token)),
                    new Contender(
                        "pgbench, generic plan",
                        (time, token) => Pgbench.MeasureAsync(database, sql, clients: 8, time, token, "plan_cache_mode=force_generic_plan")
                    ),
                ],
                cancellationToken
            );
            findings.Add(rounds, $"{text}: ");
            findings.AtLeast($"{text}, to Express", rounds.Ratio("E-School", "Express", s => s.PerSecond), 2.5);
            findings.AtLeast($"{text}, to pgbench", rounds.Ratio("E-School", "pgbench, generic plan", s => s.PerSecond), 0.33);
            findings.AtLeast($"{text} kept a second, to Express", rounds.Ratio("E-School, kept a second", "Express", s => s.PerSecond), 10);

            Task<Sample> ReadAsync(Uri address, int process, string kind, TimeSpan time, CancellationToken token) =>
                Wrk.MeasureAsync("course.lua", address, Connections, time, [process], token, kind, what, ids.Path);
        }

        findings.AtMost("a kept page is older than its course by, s", await StalenessAsync(database, keeping, options.Rounds, cancellationToken), 1);
    }

    /// <summary>How long a changed price is not seen by somebody who looks all the time.</summary>
    private static async Task<Spread> StalenessAsync(TestDatabase database, SchoolProcess api, int rounds, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(api.Grpc!);
        var client = new CatalogService.CatalogServiceClient(channel);
        var name = $"courses/{(await Catalogue.IdsAsync(database, 1))[0]}";
        var taken = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            await client.GetCourseAsync(new GetCourseRequest { Name = name }, cancellationToken: cancellationToken);
            await database.AsOwnerAsync($"UPDATE catalog.courses SET price_minor_units = {round * 100} WHERE id = '{name["courses/".Length..]}'");
            var watch = Stopwatch.StartNew();
            while ((await client.GetCourseAsync(new GetCourseRequest { Name = name }, cancellationToken: cancellationToken)).Course.Price.Units != round)
            {
                await Task.Delay(1, cancellationToken);
            }

            taken.Add(watch.Elapsed.TotalSeconds);
        }

        return Spread.Of(taken);
    }
}
