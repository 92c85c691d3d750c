using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Payments.Checkout;

/// <summary>Every paid order is a sale in the ledger, with what was paid.</summary>
internal sealed class SaleLedgerCheck : ILedgerCheck
{
    private static readonly int[] PaidInto =
    [
        (int)AccountKind.StripeClearing,
        (int)AccountKind.StripeFees,
        (int)AccountKind.OutsidePayments,
        (int)AccountKind.CurrencyExchange,
    ];

    public IReadOnlyList<LedgerDocument> Documents { get; } =
    [new("SELECT 'orders/' || id AS name, currency FROM payments.orders", TransactionKind.Sale, TransactionKind.HoldRelease)];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            -- Every paid order that cost something has its sale; every sale has its order.
            SELECT format('Order %s is paid without a sale.', o.id) AS "Value"
            FROM payments.orders o LEFT JOIN ledger.transactions t ON t.kind = {(int)TransactionKind.Sale} AND t.source = 'orders/' || o.id
                AND t.currency = o.currency
            WHERE o.paid_at IS NOT NULL AND o.total_minor_units > 0 AND t.id IS NULL
            """,
        $"""
            SELECT format('Sale %s has no paid order.', t.id) AS "Value"
            FROM ledger.transactions t LEFT JOIN payments.orders o ON t.source = 'orders/' || o.id AND o.paid_at IS NOT NULL
            WHERE t.kind = {(int)TransactionKind.Sale} AND o.id IS NULL
            """,
        $"""
            SELECT format('The sale of order %s is booked with %s %s, and %s %s were paid.', o.id, sum(e.amount_minor_units), t.currency,
                o.charged_minor_units, o.currency) AS "Value"
            FROM ledger.transactions t
            JOIN payments.orders o ON t.source = 'orders/' || o.id
            JOIN ledger.entries e ON e.transaction_id = t.id
            JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = ANY ({PaidInto})
            WHERE t.kind = {(int)TransactionKind.Sale} AND t.currency = o.currency
            GROUP BY o.id, t.id HAVING sum(e.amount_minor_units) <> o.charged_minor_units
            """,
        $"""
            -- Every share that a sale posts as held is an earning, and the other way round; what is released was earned, and is released for good.
            SELECT format('Of the sale %s %s were posted as held, and %s were earned.', coalesce(s.source, 'orders/'
                || g.order_id), coalesce(s.held, 0), coalesce(g.minor_units, 0)) AS "Value"
            FROM ledger.earnings g
            FULL JOIN (
                SELECT t.source, a.owner_id, a.currency, -sum(e.amount_minor_units) AS held
                FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
                WHERE t.kind = {(int)TransactionKind.Sale} AND a.kind = {(int)AccountKind.InstructorHeld}
                GROUP BY t.source, a.owner_id, a.currency) s ON s.source = 'orders/' || g.order_id AND s.owner_id = g.instructor_id
                    AND s.currency = g.currency
            WHERE s.held IS DISTINCT FROM g.minor_units
            """,
    ];
}
