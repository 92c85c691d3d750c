using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using ESchool.Bench.Harness;
using ESchool.Contracts.Learning.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace ESchool.Bench.Measures.Watch;

/// <summary>Kills the Api at a random moment while 64 players report, ten times: whatever was answered must be stored.</summary>
internal sealed class WatchCrashMeasure : IMeasure
{
    private const int Players = 64;
    private const int Crashes = 10;

    private readonly Random random = new(BenchOptions.Seed);

    public string Name => "watch-crash";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var students = new TemporaryFile();
        await WatchMeasure.SeedAsync(database, null, students, null, Players);
        var players = File.ReadLines(students.Path).Select(line => line.Split(' ')).ToList();
        var answered = new ConcurrentBag<(Guid Session, int Sequence)>();
        for (var crash = 0; crash < (options.Quick ? 2 : Crashes); crash++)
        {
            await using var api = await SchoolProcess.StartApiAsync(database, settings: ("Calls__RateLimits__Enabled", "false"));
            var before = answered.Count;
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var reporting = players.Select(player => ReportAsync(api.Web, player, answered, killed.Token)).ToList();
            await Wait.UntilAsync("reports are answered", () => Task.FromResult(answered.Count > before + Players));
            await Task.Delay(random.Next(1500), cancellationToken);
            api.Kill();
            await killed.CancelAsync();
            await Task.WhenAll(reporting);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var stored = await StoredAsync(database);
        var missing = answered.Count(report => !stored.Contains(report));
        findings.Report("reports answered", answered.Count);
        findings.AtMost("answered reports that are missing", Spread.Of([missing]), 0);
        Findings.Require(missing == 0, $"Of {answered.Count} answered reports {missing} are missing.");
    }

    /// <summary>One player after another report, until nobody answers.</summary>
    private static async Task ReportAsync(Uri web, string[] player, ConcurrentBag<(Guid, int)> answered, CancellationToken killed)
    {
        using var http = new HttpClient { BaseAddress = web };
        var session = Guid.NewGuid();
        try
        {
            for (var sequence = 1; ; sequence++)
            {
                var message = new RecordWatchRequest
                {
                    Name = $"enrollments/{player[1]}/lessons/{player[2]}",
                    SessionId = session.ToString(),
                    Sequence = sequence,
                };
                message.Ranges.Add(
                    new VideoRange
                    {
                        StartPosition = new Duration { Seconds = sequence % 500 },
                        EndPosition = new Duration { Seconds = (sequence % 500) + 5 },
                    }
                );
                using var request = new HttpRequestMessage(HttpMethod.Post, "eschool.learning.v1.LearningService/RecordWatch") { Content = Frame(message) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", player[0]);
                using var answer = await http.SendAsync(request, killed);
                var body = await answer.Content.ReadAsStringAsync(killed);
                Findings.Require(
                    body.Contains("grpc-status: 0", StringComparison.Ordinal) || body.Contains("grpc-status:0", StringComparison.Ordinal),
                    $"A report was refused: {answer.StatusCode} {answer.Headers} {body}"
                );
                answered.Add((session, sequence));
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            // The crash: this report was not answered.
        }
    }

    private static ByteArrayContent Frame(IMessage message)
    {
        var bytes = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - 5);
        message.WriteTo(bytes.AsSpan(5));
        return new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc-web+proto") } };
    }

    private static async Task<HashSet<(Guid, int)>> StoredAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT session_id, generate_series(lower(r), upper(r) - 1) FROM learning.watch_sessions, unnest(sequences) AS r",
            connection
        );
        await using var rows = await command.ExecuteReaderAsync();
        var stored = new HashSet<(Guid, int)>();
        while (await rows.ReadAsync())
        {
            stored.Add((rows.GetGuid(0), rows.GetInt32(1)));
        }

        return stored;
    }
}
