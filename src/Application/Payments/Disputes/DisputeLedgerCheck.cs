using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Disputes;

namespace ESchool.Application.Payments.Disputes;

/// <summary>Every dispute is posted as far as it got, and what it withholds is set aside.</summary>
internal sealed class DisputeLedgerCheck : ILedgerCheck
{
    public IReadOnlyList<LedgerDocument> Documents { get; } =
    [
        new(
            "SELECT 'disputes/' || id AS name, currency FROM payments.disputes",
            TransactionKind.DisputeOpened,
            TransactionKind.DisputeWon,
            TransactionKind.DisputeLost
        ),
    ];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            SELECT format('Dispute %s has %s openings, %s ends won and %s lost.', d.id,
                count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeOpened}), count(t.id)
                    FILTER (WHERE t.kind = {(int)TransactionKind.DisputeWon}),
                count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeLost})) AS "Value"
            FROM payments.disputes d LEFT JOIN ledger.transactions t ON t.source = 'disputes/' || d.id AND t.currency = d.currency
            GROUP BY d.id HAVING (
                count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeOpened}), count(t.id)
                    FILTER (WHERE t.kind = {(int)TransactionKind.DisputeWon}),
                count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeLost}))
                <> ((d.state IN ({(int)DisputeState.Open}, {(int)DisputeState.Won}, {(int)DisputeState.Lost}))::int,
                    (d.state = {(int)DisputeState.Won})::int, (d.state = {(int)DisputeState.Lost})::int)
            """,
        $"""
            SELECT format('Disputed account of %s holds %s %s and open disputes withhold %s.', a.owner_id, -a.balance_minor_units, a.currency,
                coalesce(sum(w.withheld), 0)) AS "Value"
            FROM ledger.accounts a
            LEFT JOIN (
                SELECT e.instructor_id, e.currency,
                    e.reversed_minor_units - div(e.minor_units::numeric * least(o.charged_minor_units, o.refunded_minor_units + o.lost_minor_units),
                        o.charged_minor_units) AS withheld
                FROM ledger.earnings e JOIN payments.orders o ON o.id = e.order_id WHERE e.reversed_minor_units > 0) w ON w.instructor_id = a.owner_id
                    AND w.currency = a.currency
            WHERE a.kind = {(int)AccountKind.InstructorDisputed} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(w.withheld), 0)
            """,
        $"""
            SELECT format('Stripe holds %s %s for disputes and those that are open need %s.', a.balance_minor_units, a.currency,
                coalesce(sum(d.minor_units), 0)) AS "Value"
            FROM ledger.accounts a LEFT JOIN payments.disputes d ON d.currency = a.currency AND d.state = {(int)DisputeState.Open}
            WHERE a.kind = {(int)AccountKind.StripeDisputes} GROUP BY a.id HAVING a.balance_minor_units <> coalesce(sum(d.minor_units), 0)
            """,
    ];
}
