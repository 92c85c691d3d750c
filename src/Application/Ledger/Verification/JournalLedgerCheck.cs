using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Verification;

/// <summary>The journal agrees with itself: transactions, balances and earnings.</summary>
internal sealed class JournalLedgerCheck : ILedgerCheck
{
    public IReadOnlyList<LedgerDocument> Documents { get; } = [];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            -- Every transaction balances, in one currency.
            SELECT format('Transaction %s has %s entries that sum to %s.', t.id, count(e.id), coalesce(sum(e.amount_minor_units), 0)) AS "Value"
            FROM ledger.transactions t LEFT JOIN ledger.entries e ON e.transaction_id = t.id
            GROUP BY t.id HAVING count(e.id) < 2 OR coalesce(sum(e.amount_minor_units), 0) <> 0
            """,
        $"""
            SELECT format('Entry %s posts in %s to an account in %s.', e.id, t.currency, a.currency) AS "Value"
            FROM ledger.entries e JOIN ledger.transactions t ON t.id = e.transaction_id JOIN ledger.accounts a ON a.id = e.account_id
            WHERE a.currency <> t.currency
            """,
        $"""
            -- Cached balances equal the sums of the entries.
            SELECT format('Account %s says %s and its entries sum to %s.', a.id, a.balance_minor_units, coalesce(sum(e.amount_minor_units), 0))
                AS "Value"
            FROM ledger.accounts a LEFT JOIN ledger.entries e ON e.account_id = a.id
            GROUP BY a.id HAVING a.balance_minor_units <> coalesce(sum(e.amount_minor_units), 0)
            """,
        $"""
            -- Held equals the earnings that are not released.
            SELECT format('Held account of %s holds %s %s and held earnings sum to %s.', a.owner_id, -a.balance_minor_units, a.currency,
                coalesce(sum(e.minor_units - e.reversed_minor_units), 0)) AS "Value"
            FROM ledger.accounts a LEFT JOIN ledger.earnings e ON e.instructor_id = a.owner_id AND e.currency = a.currency AND e.released_at IS NULL
            WHERE a.kind = {(int)AccountKind.InstructorHeld} GROUP BY a.id
                HAVING -a.balance_minor_units <> coalesce(sum(e.minor_units - e.reversed_minor_units), 0)
            """,
        $"""
            SELECT format('The conversion of %s has %s sides.', t.source, count(*)) AS "Value"
            FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
            WHERE a.kind = {(int)AccountKind.CurrencyExchange}
            GROUP BY t.kind, t.source HAVING count(*) <> 2 OR sum(sign(e.amount_minor_units)) <> 0
            """,
        $"""
            SELECT format('The release of %s has no earning that is released.', t.source) AS "Value"
            FROM ledger.transactions t LEFT JOIN ledger.earnings g ON t.source = 'orders/' || g.order_id AND g.released_at IS NOT NULL
            WHERE t.kind = {(int)TransactionKind.HoldRelease} AND g.order_id IS NULL
            """,
    ];
}
