using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Payments.Tax;

/// <summary>Tax is booked with every sale, and what is owed follows from sales and what was returned of them.</summary>
internal sealed class TaxLedgerCheck : ILedgerCheck
{
    public IReadOnlyList<LedgerDocument> Documents { get; } = [];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            SELECT format('The sale of order %s is booked with a tax of %s %s, and %s were tax.', o.id, -coalesce(sum(e.amount_minor_units), 0),
                t.currency, o.tax_minor_units) AS "Value"
            FROM ledger.transactions t
            JOIN payments.orders o ON t.source = 'orders/' || o.id
            LEFT JOIN (ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = {(int)AccountKind.TaxPayable})
                ON e.transaction_id = t.id
            WHERE t.kind = {(int)TransactionKind.Sale} AND t.currency = o.currency
            GROUP BY o.id, t.id HAVING -coalesce(sum(e.amount_minor_units), 0) <> o.tax_minor_units
            """,
        $"""
            -- Tax that is owed: the tax of every sale, less the part that was reversed for good.
            SELECT format('Tax account holds %s %s and sales owe %s.', -a.balance_minor_units, a.currency, coalesce(sum(t.owed), 0)) AS "Value"
            FROM ledger.accounts a
            LEFT JOIN (
                SELECT o.currency,
                    o.tax_minor_units - div(o.tax_minor_units::numeric * least(o.charged_minor_units, o.refunded_minor_units + o.lost_minor_units),
                        o.charged_minor_units) AS owed
                FROM payments.orders o WHERE o.tax_minor_units > 0) t ON t.currency = a.currency
            WHERE a.kind = {(int)AccountKind.TaxPayable} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(t.owed), 0)
            """,
    ];
}
