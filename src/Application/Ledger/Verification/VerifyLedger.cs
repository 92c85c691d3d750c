using System.Runtime.CompilerServices;
using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Ledger.Verification;

/// <summary>What a check of the whole ledger found.</summary>
/// <param name="Transactions">How many were checked.</param>
/// <param name="Entries">How many were checked.</param>
/// <param name="NewestSeal">The end of the chain, to be noted elsewhere; null when nothing was ever sealed.</param>
/// <param name="Findings">Everything that is wrong, in words; at most 100. A broken seal comes first.</param>
public sealed record LedgerReport(long Transactions, long Entries, LedgerSeal? NewestSeal, IReadOnlyList<string> Findings);

/// <summary>Checks the whole ledger, in one snapshot, by asking the entries and not the program.</summary>
public sealed class VerifyLedger(SchoolDbContext db, LedgerChain chain, IEnumerable<ILedgerCheck> parts, IOptions<LedgerOptions> options, TimeProvider clock)
{
    private static readonly int[] AtStripe = [(int)AccountKind.StripeClearing, (int)AccountKind.StripeFees, (int)AccountKind.CurrencyExchange];

    private const int MaximumFindings = 100;

    /// <summary>Checks it.</summary>
    public async Task<LedgerReport> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var (newest, broken) = await chain.FollowAsync(MaximumFindings, cancellationToken);
        var findings = new List<string>(broken);
        foreach (var check in SealChecks().Concat(parts.SelectMany(part => part.Documents.SelectMany(DocumentChecks).Concat(part.Checks))))
        {
            findings.AddRange(await db.Database.SqlQuery<string>(check).Order().Take(MaximumFindings).ToListAsync(cancellationToken));
        }

        var transactions = await db.LedgerTransactions.LongCountAsync(cancellationToken);
        var entries = await db.LedgerEntries.LongCountAsync(cancellationToken);
        return new LedgerReport(transactions, entries, newest, [.. findings.Take(MaximumFindings)]);
    }

    /// <summary>What the chain itself can't tell: what was never sealed, and what came into the journal with a time long past.</summary>
    private FormattableString[] SealChecks()
    {
        var within = TimeSpan.FromSeconds(options.Value.SealWithinSeconds);
        var before = clock.GetUtcNow() - within;
        return
        [
            $"""
                SELECT format('%s transactions that were posted before %s are not sealed, the first is %s.', count(*), {before}, min(t.id::text))
                    AS "Value"
                FROM ledger.transactions t LEFT JOIN ledger.seal_lines l ON l.transaction_id = t.id
                WHERE l.transaction_id IS NULL AND t.posted_at < {before} HAVING count(*) > 0
                """,
            $"""
                SELECT format('Transaction %s says that it was posted at %s, and seal %s, made at %s, did not see it.', t.id, t.posted_at,
                    s.number, s.sealed_at) AS "Value"
                FROM ledger.seal_lines l JOIN ledger.transactions t ON t.id = l.transaction_id JOIN ledger.seals s ON s.number = l.seal_number - 1
                WHERE t.posted_at < s.sealed_at - {within}
                """,
        ];
    }

    /// <summary>
    /// Every transaction refers to a document that is there. What Stripe converted has two transactions: one with everybody's parts, in the currency of the
    /// document, and one with nothing but what was moved at Stripe.
    /// </summary>
    private static FormattableString[] DocumentChecks(LedgerDocument document)
    {
        var kinds = document.Kinds.Select(kind => (int)kind).ToArray();
        return
        [
            FormattableStringFactory.Create(
                $$"""
                SELECT format('Transaction %s refers to %s, which is not there.', t.id, t.source) AS "Value"
                FROM ledger.transactions t LEFT JOIN ({{document.Query}}) d ON d.name = t.source
                WHERE t.kind = ANY ({0}) AND d.name IS NULL
                """,
                kinds
            ),
            FormattableStringFactory.Create(
                $$"""
                SELECT format('Transaction %s of %s is in %s, and its document is in %s.', t.id, t.source, t.currency, d.currency) AS "Value"
                FROM ledger.transactions t JOIN ({{document.Query}}) d ON d.name = t.source AND d.currency <> t.currency
                WHERE t.kind = ANY ({0})
                    AND EXISTS (SELECT 1 FROM ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id WHERE e.transaction_id = t.id
                        AND a.kind <> ALL ({1}))
                """,
                kinds,
                AtStripe
            ),
        ];
    }
}
