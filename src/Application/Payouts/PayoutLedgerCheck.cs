using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Payouts;

/// <summary>Every payout is posted as far as it got, and is the sum of its items; no posting is paid out twice.</summary>
internal sealed class PayoutLedgerCheck : ILedgerCheck
{
    private static readonly int[] OpenStates = [.. Payout.OpenStates.Select(state => (int)state)];
    private static readonly int[] ReturnedStates = [.. Payout.ReturnedStates.Select(state => (int)state)];

    public IReadOnlyList<LedgerDocument> Documents { get; } =
    [
        new(
            "SELECT 'payouts/' || id AS name, currency FROM payouts.payouts",
            TransactionKind.PayoutRequest,
            TransactionKind.PayoutReturn,
            TransactionKind.PayoutPaid
        ),
        new(
            "SELECT 'payouts/' || p.id || '/reversals/' || r.id AS name, p.currency FROM payouts.transfer_reversals r JOIN payouts.payouts p ON p.id = r.payout_id",
            TransactionKind.TransferReversed
        ),
    ];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            SELECT format('Payout %s has %s requests, %s returns and %s payments of its amount.', p.id,
                count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutRequest}), count(e.id)
                    FILTER (WHERE t.kind = {(int)TransactionKind.PayoutReturn}),
                count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutPaid})) AS "Value"
            FROM payouts.payouts p
            LEFT JOIN ledger.transactions t ON t.source = 'payouts/' || p.id
            LEFT JOIN ledger.entries e ON e.transaction_id = t.id AND e.amount_minor_units = p.minor_units
            GROUP BY p.id HAVING (
                count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutRequest}), count(e.id)
                    FILTER (WHERE t.kind = {(int)TransactionKind.PayoutReturn}),
                count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutPaid}))
                <> (1, (p.state = ANY ({ReturnedStates}))::int, (p.state = {(int)PayoutState.Paid})::int)
            """,
        $"""
            -- Reserved equals the open payouts.
            SELECT format('Reserved account of %s holds %s %s and open payouts need %s.', a.owner_id, -a.balance_minor_units, a.currency,
                coalesce(sum(p.minor_units), 0)) AS "Value"
            FROM ledger.accounts a LEFT JOIN payouts.payouts p ON p.instructor_id = a.owner_id AND p.currency = a.currency
                AND p.state = ANY ({OpenStates})
            WHERE a.kind = {(int)AccountKind.InstructorReserved} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(p.minor_units), 0)
            """,
        $"""
            -- Every reversal of a transfer has its posting, and a payout counts what its reversals say.
            SELECT format('Transfer reversal %s has %s postings of its amount.', r.id, count(e.id)) AS "Value"
            FROM payouts.transfer_reversals r
            LEFT JOIN ledger.transactions t ON t.source = 'payouts/' || r.payout_id || '/reversals/' || r.id
            LEFT JOIN (ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = {(int)AccountKind.StripeClearing})
                ON e.transaction_id = t.id AND e.amount_minor_units = r.minor_units
            GROUP BY r.id HAVING count(e.id) <> 1
            """,
        $"""
            SELECT format('Payout %s counts %s reversed, and its reversals sum to %s.', p.id, p.reversed_minor_units, coalesce(sum(r.minor_units), 0))
                AS "Value"
            FROM payouts.payouts p LEFT JOIN payouts.transfer_reversals r ON r.payout_id = p.id
            GROUP BY p.id HAVING p.reversed_minor_units <> coalesce(sum(r.minor_units), 0)
            """,
        $"""
            -- A payout is the sum of its items, and no posting is in payouts with more than there is of it.
            SELECT format('The items of payout %s sum to %s, and it pays %s.', p.id, coalesce(sum(i.minor_units), 0), p.minor_units) AS "Value"
            FROM payouts.payouts p LEFT JOIN payouts.payout_items i ON i.payout_id = p.id
            WHERE p.state <> ALL ({ReturnedStates}) GROUP BY p.id HAVING coalesce(sum(i.minor_units), 0) <> p.minor_units
            """,
        $"""
            SELECT format('Of transaction %s %s are in payouts, and there are %s.', i.transaction_id, i.minor_units, m.minor_units) AS "Value"
            FROM (
                SELECT i.transaction_id, sum(i.minor_units) AS minor_units FROM payouts.payout_items i JOIN payouts.payouts p ON p.id = i.payout_id
                WHERE p.state <> ALL ({ReturnedStates}) GROUP BY i.transaction_id) i
            LEFT JOIN (
                SELECT e.transaction_id, -sum(e.amount_minor_units) AS minor_units FROM ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id
                WHERE a.kind IN ({(int)AccountKind.InstructorAvailable}, {(int)AccountKind.InstructorReceivable}) GROUP BY e.transaction_id) m
                    ON m.transaction_id = i.transaction_id
            WHERE m.minor_units IS NULL OR i.minor_units NOT BETWEEN least(0, m.minor_units) AND greatest(0, m.minor_units)
            """,
    ];
}
