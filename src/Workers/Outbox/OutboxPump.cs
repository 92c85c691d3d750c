using ESchool.Data;
using Hangfire;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Workers.Outbox;

/// <summary>
/// Hands work requests to the scheduler: woken by NOTIFY when a transaction with a request commits, and by its own clock in case that was
/// missed. Rows are claimed with SKIP LOCKED, so any number of pumps share them. A crash between enqueue and commit hands a request over
/// twice; every job is re-entrant.
/// </summary>
internal sealed class OutboxPump(IServiceScopeFactory scopes, IBackgroundJobClient scheduler, IConfiguration configuration, ILogger<OutboxPump> logger) : BackgroundService
{
    private const int BatchSize = 100;

    /// <summary>A kind this deployment does not know yet waits for one that does.</summary>
    private static readonly string[] Kinds = [.. JobCatalog.Kinds];

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
        var waiting = await db.Database
            .SqlQuery<WaitingWork>($"SELECT id, kind, payload::text AS payload FROM outbox.messages WHERE sent_at IS NULL AND kind = ANY ({Kinds}) ORDER BY id LIMIT {BatchSize} FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellationToken);
        foreach (var job in JobCatalog.JobsFor(waiting))
        {
            scheduler.Create(job, new EnqueuedState(job.Queue));
        }

        var ids = waiting.ConvertAll(w => w.Id);
        await db.Database.ExecuteSqlAsync($"UPDATE outbox.messages SET sent_at = now() WHERE id = ANY ({ids})", cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return waiting.Count;
    }
}
