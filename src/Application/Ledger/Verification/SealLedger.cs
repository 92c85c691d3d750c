using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger.Verification;

/// <summary>
/// Seals what was posted since the last seal; run every few seconds, behind the postings, which never wait for it. Everything or nothing of a run is kept, so
/// it can be killed at any moment.
/// </summary>
public sealed class SealLedger(SchoolDbContext db, LedgerChain chain, TimeProvider clock)
{
    private const long Lock = 0x4C_45_44_47_45_52;

    /// <summary>Seals every transaction that is visible and has no seal.</summary>
    /// <returns>How many it sealed; 0 also when another sealer is at work.</returns>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) => db.InTransactionAsync(() => SealAsync(cancellationToken), cancellationToken);

    private async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        // One at a time. The last seal is read by a later statement than the lock, and so is the one that whoever held the lock has made.
        if (!await db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_xact_lock({Lock}) AS "Value" """).SingleAsync(cancellationToken))
        {
            return 0;
        }

        var previous = await db.LedgerSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);
        var count = await TakeAsync((previous?.Number ?? 0) + 1, cancellationToken);
        if (count == 0)
        {
            return 0;
        }

        var seal = new LedgerSeal(previous, count, clock.GetUtcNow());
        seal.Close(await chain.HashAsync(seal, cancellationToken));
        db.LedgerSeals.Add(seal);
        await db.SaveChangesAsync(cancellationToken);
        return count;
    }

    /// <summary>Writes the lines of a seal, in the order of the transactions' ids, which is about the order in which they were posted.</summary>
    private Task<int> TakeAsync(long number, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH taken AS (DELETE FROM ledger.unsealed_transactions RETURNING transaction_id)
            INSERT INTO ledger.seal_lines (transaction_id, seal_number, position)
            SELECT transaction_id, {number}, row_number() OVER (ORDER BY transaction_id) FROM taken
            """,
            cancellationToken
        );
}
