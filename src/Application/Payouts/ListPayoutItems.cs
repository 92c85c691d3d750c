using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Npgsql;

namespace ESchool.Application.Payouts;

/// <summary>What a payout pays of one posting.</summary>
/// <param name="TransactionId">The posting.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it.</param>
/// <param name="OrderId">The sale it is about; null when that is not known.</param>
/// <param name="CourseTitle">The course that was sold; empty when that is not known.</param>
/// <param name="Amount">How much of it is in this payout; negative when it took money away.</param>
/// <param name="Whole">All that it made available or took away.</param>
/// <param name="PostedAt">When it was posted.</param>
public sealed record PayoutPart(
    Guid TransactionId,
    TransactionKind Kind,
    string Source,
    Guid? OrderId,
    string CourseTitle,
    Money Amount,
    Money Whole,
    DateTimeOffset PostedAt
);

/// <summary>Lists what a payout is made of, the oldest first; the amounts of all pages sum to the payout's.</summary>
public sealed class ListPayoutItems(SchoolDbContext db, GetPayout getPayout)
{
    private const string Items = $"""
        SELECT i.transaction_id, t.kind, t.source, o.id, coalesce(o.title, ''), i.minor_units, (
            SELECT -sum(e.amount_minor_units)::bigint FROM ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id
            WHERE e.transaction_id = i.transaction_id AND a.kind = ANY ($4)), t.posted_at
        FROM payouts.payout_items i
        JOIN ledger.transactions t ON t.id = i.transaction_id
        {LedgerDocuments.JoinOrder}
        WHERE i.payout_id = $1 AND i.transaction_id > $2
        ORDER BY i.transaction_id
        LIMIT $3
        """;

    /// <summary>Reads a page of one's own payout, or of any for an administrator.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_NOT_FOUND</c>.</exception>
    public async Task<Page<PayoutPart>> ExecuteAsync(Actor actor, Guid payoutId, PageRequest page, CancellationToken cancellationToken)
    {
        var currency = (await getPayout.ExecuteAsync(actor, payoutId, cancellationToken)).Currency;
        var rows = await db.InTransactionAsync(() => ReadAsync(payoutId, currency, page, cancellationToken), cancellationToken);
        return Page<PayoutPart>.Of(rows, page.Size, part => part.TransactionId.ToString());
    }

    private async Task<IReadOnlyList<PayoutPart>> ReadAsync(Guid payoutId, string currency, PageRequest page, CancellationToken cancellationToken)
    {
        await using var batch = db.NewBatch().With(Items, payoutId, page.AfterId ?? Guid.Empty, page.Size + 1, PayoutLineage.Payable);
        await using var rows = await batch.ReadAsync(cancellationToken);
        var parts = new List<PayoutPart>();
        while (await rows.ReadAsync(cancellationToken))
        {
            parts.Add(PartOf(rows, currency));
        }

        return parts;
    }

    private static PayoutPart PartOf(NpgsqlDataReader row, string currency) =>
        new(
            row.GetGuid(0),
            (TransactionKind)row.GetInt32(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetGuid(3),
            row.GetString(4),
            new Money(row.GetInt64(5), currency),
            new Money(row.GetInt64(6), currency),
            row.GetFieldValue<DateTimeOffset>(7)
        );
}
