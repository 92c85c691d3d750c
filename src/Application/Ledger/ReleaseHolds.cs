using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger;

/// <summary>Makes earnings available whose refund window has ended; run every few seconds, safe to run at the same time.</summary>
public sealed class ReleaseHolds(SchoolDbContext db, LedgerAccounts accounts, WorkOutbox outbox, TimeProvider clock)
{
    private const int BatchSize = 100;

    /// <summary>Releases what is due.</summary>
    /// <returns>How many earnings were released.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var released = 0;
        int batch;
        do
        {
            batch = await db.InTransactionAsync(() => ReleaseBatchAsync(cancellationToken), cancellationToken);
            db.ChangeTracker.Clear();
            released += batch;
        }
        while (batch == BatchSize);
        return released;
    }

    private async Task<int> ReleaseBatchAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.Earnings
            .FromSql($"SELECT * FROM ledger.earnings WHERE released_at IS NULL AND release_at <= {now} ORDER BY instructor_id, order_id LIMIT {BatchSize} FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellationToken);
        foreach (var currency in due.GroupBy(e => e.Currency).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var names = currency.Select(e => e.InstructorId).Distinct()
                .SelectMany(id => new[] { new AccountName(AccountKind.InstructorHeld, id), new AccountName(AccountKind.InstructorAvailable, id) }).ToList();
            var locked = await accounts.LockAsync(currency.Key, names, cancellationToken);
            foreach (var earning in currency)
            {
                db.LedgerTransactions.Add(LedgerTransaction.Post(
                    TransactionKind.HoldRelease,
                    $"orders/{earning.OrderId}",
                    [
                        (locked[new AccountName(AccountKind.InstructorHeld, earning.InstructorId)], earning.MinorUnits),
                        (locked[new AccountName(AccountKind.InstructorAvailable, earning.InstructorId)], -earning.MinorUnits),
                    ],
                    now));
                earning.Release(now);
                outbox.Tell(earning.InstructorId, "earning.available", $"orders/{earning.OrderId}");
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return due.Count;
    }
}
