using ESchool.Application.Notifications.Feed;
using ESchool.Data;
using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ESchool.Workers.Outbox;

/// <summary>
/// Hands work requests to the scheduler, and adds events to their feeds itself, which is faster than handing them over: woken by NOTIFY when a transaction with
/// a request commits, and by its own clock in case that was
/// missed. Rows are claimed with SKIP LOCKED, so any number of pumps share them. A crash between enqueue and commit hands a request over
/// twice; every job is re-entrant.
/// </summary>
internal sealed class OutboxPump(IServiceScopeFactory scopes, IBackgroundJobClient scheduler, IConfiguration configuration, ILogger<OutboxPump> logger)
    : BackgroundService
{
    private const int BatchSize = 200;

    /// <summary>A kind this deployment does not know yet waits for one that does.</summary>
    private static readonly string[] Kinds = [.. JobCatalog.Kinds];

    /// <summary>Claimed and marked in one statement. Events go to their feeds inside Postgres, so their payloads stay there.</summary>
    private const string Claim = """
        WITH waiting AS (SELECT id FROM outbox.messages WHERE sent_at IS NULL AND kind = ANY ($1) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED),
        claimed AS (
            UPDATE outbox.messages m SET sent_at = now() FROM waiting WHERE m.id = waiting.id
            RETURNING m.id, m.kind, CASE WHEN m.kind = ANY ($3) THEN '' ELSE m.payload::text END AS payload
        )
        SELECT id, kind, payload FROM claimed ORDER BY id
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The database went away or the scheduler refuses: say so and go on; nothing is lost, the requests are rows.
                logger.LogError(fault, "The outbox pump starts again.");
                await Task.Delay(PauseAfterFault, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("School")) { KeepAlive = 30, Pooling = false };
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(stoppingToken);
        await using (var listen = new NpgsqlCommand("LISTEN outbox", connection))
        {
            await listen.ExecuteNonQueryAsync(stoppingToken);
        }

        while (true)
        {
            while (await PumpAsync(stoppingToken) == BatchSize)
            {
                // A full batch: there is probably more.
            }

            await connection.WaitAsync(Interval, stoppingToken);
        }
    }

    /// <summary>Hands over up to a batch.</summary>
    /// <returns>How many requests were handed over.</returns>
    internal async Task<int> PumpAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var claimed = await ClaimAsync(db, cancellationToken);
        var (events, work) = (claimed.Where(IsEvent).Select(w => w.Id).ToArray(), claimed.Where(w => !IsEvent(w)));
        foreach (var job in work.Select(JobCatalog.JobFor))
        {
            scheduler.Create(job, new EnqueuedState(job.Queue));
        }

        var feeds = scope.ServiceProvider.GetRequiredService<FeedWriter>();
        var users = await AddEventsAsync(feeds, transaction, events, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        feeds.Hint(users);
        return claimed.Count;
    }

    private static bool IsEvent(WaitingWork work) => JobCatalog.EventKinds.Contains(work.Kind);

    /// <summary>
    /// Adds events in the transaction that marks their requests. When one cannot be added, all go the way of other work, where a job sorts them out.
    /// </summary>
    private async Task<IReadOnlyCollection<Guid>> AddEventsAsync(
        FeedWriter feeds,
        IDbContextTransaction transaction,
        Guid[] requestIds,
        CancellationToken cancellationToken
    )
    {
        if (requestIds.Length == 0)
        {
            return [];
        }

        const string Before = "events";
        await transaction.CreateSavepointAsync(Before, cancellationToken);
        try
        {
            return await feeds.AddAsync(requestIds, cancellationToken);
        }
        catch (PostgresException fault)
        {
            logger.LogWarning(fault, "Of {Count} requests for events some cannot be done at once.", requestIds.Length);
            await transaction.RollbackToSavepointAsync(Before, cancellationToken);
            var job = JobCatalog.JobForEvents(requestIds);
            scheduler.Create(job, new EnqueuedState(job.Queue));
            return [];
        }
    }

    /// <returns>The requests, the oldest first.</returns>
    private static async Task<List<WaitingWork>> ClaimAsync(SchoolDbContext db, CancellationToken cancellationToken)
    {
        var claimed = new List<WaitingWork>();
        await using var batch = db.NewBatch().With(Claim, Kinds, BatchSize, JobCatalog.EventKinds);
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new WaitingWork(reader.GetGuid(0), reader.GetString(1), reader.GetString(2)));
        }

        return claimed;
    }
}
