using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;

namespace ESchool.Bench.Measures.Work;

/// <summary>Hangfire as it is used mostly: every request is enqueued by itself. What is counted is what is enqueued; nobody does it.</summary>
internal sealed class PlainHangfire
{
    private const string Schema = "peer_hangfire";
    private const int Producers = 4;

    private readonly TestDatabase database;
    private readonly BackgroundJobClient client;
    private long enqueued;

    public PlainHangfire(TestDatabase database)
    {
        this.database = database;
        var options = new PostgreSqlStorageOptions { SchemaName = Schema, PrepareSchemaIfNecessary = true };
        client = new BackgroundJobClient(new PostgreSqlStorage(new NpgsqlConnectionFactory(database.OwnerConnection, options), options));
    }

    public async Task<Sample> MeasureAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var sample = await Load.MeasureAsync(
            Producers,
            () =>
            {
                client.Enqueue(() => Publish(Guid.NewGuid(), "course.announced", "courses/1"));
                return Task.FromResult(1);
            },
            time,
            cancellationToken
        );
        enqueued += sample.Count;
        return sample;
    }

    public async Task CheckAsync() =>
        Findings.Require(await database.AskAsync<long>($"SELECT count(*) FROM {Schema}.job") == enqueued, "Not every job was enqueued.");

    /// <summary>What a job would do.</summary>
    public static void Publish(Guid user, string kind, string resource) => throw new NotSupportedException($"{user} {kind} {resource}");
}
