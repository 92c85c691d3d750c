using System.Security.Cryptography;
using System.Text;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Work;

/// <summary>
/// Walks over rows by the clock, and over what others list for us. The ids are read first; then each row has a scope of its own. A row that fails is logged,
/// counted in <c>outbox.sweep_failures</c>, left alone for twice as long after each failure, and keeps no other row waiting, in this run or the next.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class Sweep(SchoolDbContext db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Sweep> logger)
{
    private const int BatchSize = 100;

    /// <summary>A row that keeps failing is tried this often at least.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    /// <summary>The rows that may be tried: those that did not fail lately.</summary>
    /// <param name="name">The sweep's name.</param>
    /// <param name="due">The ids of what is due.</param>
    public IQueryable<Guid> Ready(string name, IQueryable<Guid> due)
    {
        var now = clock.GetUtcNow();
        return due.Where(id => !db.SweepFailures.Any(f => f.Sweep == name && f.RowId == id && f.RetryAt > now));
    }

    /// <summary>Runs a use case for up to 100 rows that are due, in the order of the query.</summary>
    /// <param name="name">The sweep's name: under it failures are counted.</param>
    /// <param name="due">The ids of what is due, the most urgent first.</param>
    /// <param name="act">
    /// Does it for one row; looks again whether it is due, because another run may have been first. Answers whether anything was done.
    /// </param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>With how many rows something was done.</returns>
    public async Task<int> RunAsync<TUseCase>(string name, IQueryable<Guid> due, Func<TUseCase, Guid, Task<bool>> act, CancellationToken cancellationToken)
        where TUseCase : notnull
    {
        var ready = await Ready(name, due).Take(BatchSize).ToListAsync(cancellationToken);
        return await WalkAsync(name, ready.Select(id => new Step<TUseCase>(id, $"{id}", useCase => act(useCase, id))), cancellationToken);
    }

    /// <summary>Runs a use case for everything in a list of what has no id of ours, such as Stripe's events, in the order of the list.</summary>
    /// <param name="name">The sweep's name: under it failures are counted.</param>
    /// <param name="due">What is due, the most urgent first.</param>
    /// <param name="nameOf">What identifies each of them; the log says it.</param>
    /// <param name="act">Does it for one of them; looks again whether it is due. Answers whether anything was done.</param>
    /// <param name="cancellationToken">Stops between two of them.</param>
    /// <returns>With how many something was done.</returns>
    public async Task<int> RunAsync<TUseCase, TItem>(
        string name,
        IReadOnlyCollection<TItem> due,
        Func<TItem, string> nameOf,
        Func<TUseCase, TItem, Task<bool>> act,
        CancellationToken cancellationToken
    )
        where TUseCase : notnull
    {
        var now = clock.GetUtcNow();
        var resting = await db.SweepFailures.Where(f => f.Sweep == name && f.RetryAt > now).Select(f => f.RowId).ToHashSetAsync(cancellationToken);
        var steps = due.Select(item => new Step<TUseCase>(IdOf(nameOf(item)), nameOf(item), useCase => act(useCase, item)));
        return await WalkAsync(name, steps.Where(step => !resting.Contains(step.Id)), cancellationToken);
    }

    /// <summary>Forgets the failures of rows that work again; for whoever does rows without <c>RunAsync</c>.</summary>
    /// <param name="name">The sweep's name.</param>
    /// <param name="rows">The rows; most have not failed.</param>
    /// <param name="cancellationToken">Stops before they are forgotten.</param>
    public Task ForgetAsync(string name, IReadOnlyCollection<Guid> rows, CancellationToken cancellationToken) =>
        db.SweepFailures.Where(f => f.Sweep == name && rows.Contains(f.RowId)).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The id under which failures of something are counted that has only a name: the first half of the name's SHA-256.</summary>
    internal static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);

    private async Task<int> WalkAsync<TUseCase>(string name, IEnumerable<Step<TUseCase>> steps, CancellationToken cancellationToken)
        where TUseCase : notnull
    {
        var done = 0;
        foreach (var step in steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            done += await TryAsync(name, step, cancellationToken) ? 1 : 0;
        }

        return done;
    }

    private async Task<bool> TryAsync<TUseCase>(string name, Step<TUseCase> step, CancellationToken cancellationToken)
        where TUseCase : notnull
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var isDone = await step.Act(scope.ServiceProvider.GetRequiredService<TUseCase>());
            await ForgetAsync(name, [step.Id], cancellationToken);
            return isDone;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            var failures = await CountAsync(name, step.Id, fault, cancellationToken);
            logger.LogError(fault, "{Sweep} failed with {Row}, the {Failures}. time in a row; the others go on.", name, step.Name, failures);
            return false;
        }
    }

    /// <summary>Leaves the row alone for a minute after its first failure, then for twice as long each time.</summary>
    private async Task<int> CountAsync(string name, Guid id, Exception fault, CancellationToken cancellationToken)
    {
        var (now, error) = (clock.GetUtcNow(), $"{fault.GetType().Name}: {fault.Message}");
        return (
            await db
                .Database.SqlQuery<int>(
                    $"""
                    INSERT INTO outbox.sweep_failures AS f (sweep, row_id, failures, error, retry_at) VALUES ({name}, {id}, 1, {error}, {now.AddMinutes(1)})
                    ON CONFLICT (sweep, row_id) DO UPDATE
                    SET failures = f.failures + 1, error = excluded.error, retry_at = {now} + least({LongestPause}, interval '1 minute' * 2 ^ least(f.failures, 20))
                    RETURNING failures AS "Value"
                    """
                )
                .ToListAsync(cancellationToken)
        )[0];
    }

    /// <summary>What is done for one row, in a scope of its own.</summary>
    private sealed record Step<TUseCase>(Guid Id, string Name, Func<TUseCase, Task<bool>> Act);
}
