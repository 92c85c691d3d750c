using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Refunds;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Every refund is posted, and orders and earnings count what was refunded and disputed.</summary>
internal sealed class RefundLedgerCheck : ILedgerCheck
{
    public IReadOnlyList<LedgerDocument> Documents { get; } =
    [new("SELECT 'refunds/' || id AS name, currency FROM payments.refunds", TransactionKind.Refund, TransactionKind.RefundReturn)];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            -- Refunds, disputes and payouts have the postings that their states say.
            SELECT format('Refund %s has %s postings.', r.id, count(t.id)) AS "Value"
            FROM payments.refunds r LEFT JOIN ledger.transactions t ON t.source = 'refunds/' || r.id AND t.currency = r.currency
            GROUP BY r.id HAVING count(t.id) <> CASE WHEN r.booked_at IS NULL THEN 0 WHEN r.state = {(int)RefundState.Failed} THEN 2 ELSE 1 END
            """,
        $"""
            -- Orders count what refunds and disputes say, and the reversed part of earnings follows from that alone.
            SELECT format('Order %s counts %s refunded, %s disputed, %s lost.', o.id, o.refunded_minor_units, o.disputed_minor_units,
                o.lost_minor_units) AS "Value"
            FROM payments.orders o
            LEFT JOIN (
                SELECT order_id, sum(minor_units) AS refunded FROM payments.refunds
                WHERE booked_at IS NOT NULL AND state <> {(int)RefundState.Failed} GROUP BY order_id) r ON r.order_id = o.id
            LEFT JOIN (
                SELECT order_id, sum(minor_units) FILTER (WHERE state = {(int)DisputeState.Open}) AS disputed, sum(minor_units)
                    FILTER (WHERE state = {(int)DisputeState.Lost}) AS lost
                FROM payments.disputes GROUP BY order_id) d ON d.order_id = o.id
            WHERE (o.refunded_minor_units, o.disputed_minor_units, o.lost_minor_units)
                IS DISTINCT FROM (coalesce(r.refunded, 0), coalesce(d.disputed, 0), coalesce(d.lost, 0))
            """,
        $"""
            SELECT format('Of the earning of order %s %s are taken back.', e.order_id, e.reversed_minor_units) AS "Value"
            FROM ledger.earnings e JOIN payments.orders o ON o.id = e.order_id
            WHERE e.reversed_minor_units <> div(e.minor_units::numeric * least(o.charged_minor_units,
                o.refunded_minor_units + o.disputed_minor_units + o.lost_minor_units), o.charged_minor_units)
            """,
    ];
}
