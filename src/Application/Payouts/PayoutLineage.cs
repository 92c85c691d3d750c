using ESchool.Data;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payouts;

/// <summary>Notes what a payout is made of.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class PayoutLineage(SchoolDbContext db)
{
    /// <summary>The accounts whose sum is what can be paid out: what is available, less what is owed.</summary>
    internal static readonly int[] Payable = [(int)AccountKind.InstructorAvailable, (int)AccountKind.InstructorReceivable];

    private static readonly int[] OwnKinds = [(int)TransactionKind.PayoutRequest, (int)TransactionKind.PayoutReturn];
    private static readonly int[] Returned = [.. Payout.ReturnedStates.Select(state => (int)state)];

    /// <summary>
    /// Allocates: first everything that was taken away and is in no payout yet, then what was earned, the oldest first, the last of it in part. Of available
    /// less receivable, whatever is in no payout is exactly what is payable, so there is always enough. The caller has locked both accounts and saved the
    /// payout.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was not: a bug, never input.</exception>
    public async Task AllocateAsync(Payout payout, CancellationToken cancellationToken)
    {
        var allocated = await db
            .Database.SqlQuery<long>(
                $"""
                WITH movement AS (
                    SELECT e.transaction_id, -sum(e.amount_minor_units) AS minor_units
                    FROM ledger.accounts a JOIN ledger.entries e ON e.account_id = a.id
                    WHERE a.owner_id = {payout.InstructorId} AND a.currency = {payout.Currency} AND a.kind = ANY ({Payable})
                    GROUP BY e.transaction_id
                ), rest AS (
                    SELECT m.transaction_id, t.posted_at, m.minor_units - coalesce((
                        SELECT sum(i.minor_units) FROM payouts.payout_items i JOIN payouts.payouts p ON p.id = i.payout_id
                        WHERE i.transaction_id = m.transaction_id AND p.state <> ALL ({Returned})), 0) AS minor_units
                    FROM movement m JOIN ledger.transactions t ON t.id = m.transaction_id
                    WHERE t.kind <> ALL ({OwnKinds})
                ), line AS (
                    SELECT transaction_id, minor_units, sum(minor_units) OVER (ORDER BY minor_units > 0, posted_at,
                        transaction_id) - minor_units AS before
                    FROM rest WHERE minor_units <> 0
                ), item AS (
                    INSERT INTO payouts.payout_items (payout_id, transaction_id, minor_units)
                    SELECT {payout.Id}, transaction_id, least(minor_units, {payout.MinorUnits} - before) FROM line
                        WHERE before < {payout.MinorUnits}
                    RETURNING minor_units
                )
                SELECT coalesce(sum(minor_units), 0)::bigint AS "Value" FROM item
                """
            )
            .ToListAsync(cancellationToken);
        if (allocated.Single() != payout.MinorUnits)
        {
            throw new InvalidOperationException($"Payout {payout.Id} pays {payout.MinorUnits}, and its items sum to {allocated.Single()}.");
        }
    }
}
