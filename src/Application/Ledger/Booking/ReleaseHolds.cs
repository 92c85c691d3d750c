using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Ledger.Booking;

/// <summary>Makes earnings available whose refund window has ended; run every few seconds, safe to run at the same time.</summary>
public sealed class ReleaseHolds(
    SchoolDbContext db,
    Sweep sweep,
    LedgerAccounts accounts,
    LedgerPostings postings,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<ReleaseHolds> logger
)
{
    private const string SweepName = "release-holds";
    private const int BatchSize = 100;

    /// <summary>Releases what is due, a hundred in a transaction. When one of them fails, each is released by itself, so that none waits for it.</summary>
    /// <returns>How many earnings were released.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = db.Earnings.Where(e => e.ReleasedAt == null && e.ReleaseAt <= now).OrderBy(e => e.InstructorId).ThenBy(e => e.OrderId).Select(e => e.OrderId);
        var released = 0;
        try
        {
            int batch;
            do
            {
                var ready = await sweep.Ready(SweepName, due).Take(BatchSize).ToListAsync(cancellationToken);
                batch = await ReleaseAsync(ready, cancellationToken);
                await sweep.ForgetAsync(SweepName, ready, cancellationToken);
                db.ChangeTracker.Clear();
                released += batch;
            } while (batch == BatchSize);
            return released;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(fault, "A batch of earnings was not released; each is released by itself.");
            db.ChangeTracker.Clear();
            return released
                + await sweep.RunAsync<ReleaseHolds>(SweepName, due, async (one, id) => await one.ReleaseAsync([id], cancellationToken) > 0, cancellationToken);
        }
    }

    private Task<int> ReleaseAsync(List<Guid> orderIds, CancellationToken cancellationToken) =>
        db.InTransactionAsync(() => ReleaseLockedAsync(orderIds, cancellationToken), cancellationToken);

    private async Task<int> ReleaseLockedAsync(List<Guid> orderIds, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db
            .Earnings.Where(e => orderIds.Contains(e.OrderId) && e.ReleasedAt == null && e.ReleaseAt <= now)
            .OrderBy(e => e.InstructorId)
            .ThenBy(e => e.OrderId)
            .ForUpdateSkipLocked()
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        // Of what was taken back as a whole there is nothing to post, and nothing to tell.
        var left = due.FindAll(e => e.LeftMinorUnits > 0);
        await postings.PostAsync(await PostingsOfAsync(left, cancellationToken), cancellationToken);
        foreach (var earning in due)
        {
            earning.Release(now);
        }

        outbox.Tell(left.ConvertAll(e => FeedEventWork.Of(e.InstructorId, new EarningAvailable(e.OrderId, MembershipMonthId: null))));
        await db.SaveChangesAsync(cancellationToken);
        return due.Count;
    }

    /// <summary>What an instructor owes is settled first; the rest becomes available.</summary>
    private async Task<IReadOnlyCollection<Posting>> PostingsOfAsync(List<Earning> due, CancellationToken cancellationToken)
    {
        AccountKind[] kinds = [AccountKind.InstructorHeld, AccountKind.InstructorAvailable, AccountKind.InstructorReceivable];
        var locked = await accounts.LockAsync([.. due.SelectMany(e => kinds.Select(kind => NameOf(e, kind))).Distinct()], cancellationToken);
        var owed = locked.Where(pair => pair.Key.Kind == AccountKind.InstructorReceivable).ToDictionary(pair => pair.Key, pair => pair.Value.BalanceMinorUnits);
        return due.ConvertAll(earning =>
        {
            var receivable = NameOf(earning, AccountKind.InstructorReceivable);
            var settled = Math.Min(owed[receivable], earning.LeftMinorUnits);
            owed[receivable] -= settled;
            return new Posting(
                TransactionKind.HoldRelease,
                $"orders/{earning.OrderId}",
                new(NameOf(earning, AccountKind.InstructorHeld), earning.LeftMinorUnits),
                new(receivable, -settled),
                new(NameOf(earning, AccountKind.InstructorAvailable), settled - earning.LeftMinorUnits)
            );
        });
    }

    private static AccountName NameOf(Earning earning, AccountKind kind) => new(kind, earning.InstructorId, earning.Currency);
}
