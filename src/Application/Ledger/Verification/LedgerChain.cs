using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Ledger.Verification;

/// <summary>Computes the hashes of seals from the rows they cover. Rows are streamed: a seal may cover any number of them.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class LedgerChain(SchoolDbContext db)
{
    private const int SealsAtOnce = 500;

    /// <summary>The rows of some thousand postings come in a moment, those of millions in minutes.</summary>
    private const int TimeoutSeconds = 600;

    private const string CoveredRows = """
        SELECT l.seal_number, t.id, t.kind, t.source, t.currency, t.posted_at, e.id, e.amount_minor_units, a.id, a.kind, a.owner_id, a.currency
        FROM ledger.seal_lines l
        JOIN ledger.transactions t ON t.id = l.transaction_id
        JOIN ledger.entries e ON e.transaction_id = t.id
        JOIN ledger.accounts a ON a.id = e.account_id
        WHERE l.seal_number BETWEEN $1 AND $2
        ORDER BY l.seal_number, l.position, e.id
        """;

    /// <summary>Computes the hash of a seal whose lines are written.</summary>
    public async Task<byte[]> HashAsync(LedgerSeal seal, CancellationToken cancellationToken) => (await HashAsync([seal], cancellationToken))[0];

    /// <summary>Follows the chain from its first seal to its last.</summary>
    /// <param name="maximumFindings">How many faults are enough.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The last seal, null when there is none, and a sentence for every seal that is broken, the first one first.</returns>
    public async Task<(LedgerSeal? Last, IReadOnlyList<string> Findings)> FollowAsync(int maximumFindings, CancellationToken cancellationToken)
    {
        LedgerSeal? last = null;
        var findings = new List<string>();
        List<LedgerSeal> seals;
        do
        {
            var after = last?.Number ?? 0;
            seals = await db.LedgerSeals.AsNoTracking().Where(s => s.Number > after).OrderBy(s => s.Number).Take(SealsAtOnce).ToListAsync(cancellationToken);
            foreach (var (seal, hash) in seals.Zip(await HashAsync(seals, cancellationToken)))
            {
                findings.AddRange(FaultsOf(seal, last, hash));
                last = seal;
            }
        } while (seals.Count == SealsAtOnce && findings.Count < maximumFindings);
        return (last, findings);
    }

    private static IEnumerable<string> FaultsOf(LedgerSeal seal, LedgerSeal? previous, byte[] hash)
    {
        if (seal.Number != (previous?.Number ?? 0) + 1 || !seal.PreviousHash.AsSpan().SequenceEqual(previous?.Hash ?? SealHash.OfNothing))
        {
            yield return $"Seal {seal.Number} is broken: it does not follow the seal before it.";
        }

        if (!seal.Hash.AsSpan().SequenceEqual(hash))
        {
            yield return $"Seal {seal.Number} is broken: its rows are not those that were sealed.";
        }
    }

    private async Task<List<byte[]>> HashAsync(List<LedgerSeal> seals, CancellationToken cancellationToken)
    {
        var hashes = new List<byte[]>(seals.Count);
        if (seals.Count == 0)
        {
            return hashes;
        }

        await using var batch = db.NewBatch().With(CoveredRows, seals[0].Number, seals[^1].Number);
        batch.Timeout = TimeoutSeconds;
        await using var rows = await batch.ReadAsync(cancellationToken);
        var isRow = await rows.ReadAsync(cancellationToken);
        foreach (var seal in seals)
        {
            using var hash = new SealHash(seal);
            var transactionId = Guid.Empty;
            for (; isRow && rows.GetInt64(0) <= seal.Number; isRow = await rows.ReadAsync(cancellationToken))
            {
                if (rows.GetGuid(1) != transactionId)
                {
                    transactionId = rows.GetGuid(1);
                    hash.Add(TransactionOf(rows));
                }

                hash.Add(EntryOf(rows));
            }

            hashes.Add(hash.Finish());
        }

        return hashes;
    }

    private static SealedTransaction TransactionOf(NpgsqlDataReader rows) =>
        new(rows.GetGuid(1), (TransactionKind)rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5));

    private static SealedEntry EntryOf(NpgsqlDataReader rows) =>
        new(rows.GetGuid(6), rows.GetInt64(7), rows.GetGuid(8), (AccountKind)rows.GetInt32(9), rows.GetGuid(10), rows.GetString(11));
}
