using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger;

/// <summary>Makes earnings available whose refund window has ended; run every few seconds, safe to run at the same time.</summary>
public sealed class ReleaseHolds(SchoolDbContext db, LedgerPostings postings, WorkOutbox outbox, TimeProvider clock)
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
        if (due.Count == 0)
        {
            return 0;
        }

        await postings.PostAsync(due.ConvertAll(PostingOf), cancellationToken);
        foreach (var earning in due)
        {
            earning.Release(now);
        }

        outbox.Tell(due.ConvertAll(e => new UserEventWork(e.InstructorId, "earning.available", $"orders/{e.OrderId}", new Dictionary<string, string>())));
        await db.SaveChangesAsync(cancellationToken);
        return due.Count;
    }

    private static Posting PostingOf(Earning earning) => new(
        TransactionKind.HoldRelease,
        $"orders/{earning.OrderId}",
        new(new AccountName(AccountKind.InstructorHeld, earning.InstructorId, earning.Currency), earning.MinorUnits),
        new(new AccountName(AccountKind.InstructorAvailable, earning.InstructorId, earning.Currency), -earning.MinorUnits));
}
