using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Memberships.Subscribing;

/// <summary>What members have as credit is what they were given less what it has paid for.</summary>
internal sealed class CreditLedgerCheck : ILedgerCheck
{
    public IReadOnlyList<LedgerDocument> Documents { get; } =
    [new("SELECT 'membershipCredits/' || id AS name, currency FROM memberships.credits", TransactionKind.CreditGranted)];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            -- Every credit of a member has its posting.
            SELECT format('Credit %s has %s postings of its amount.', c.id, count(e.id)) AS "Value"
            FROM memberships.credits c
            LEFT JOIN ledger.transactions t ON t.source = 'membershipCredits/' || c.id
            LEFT JOIN (ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = {(int)AccountKind.CustomerCredit})
                ON e.transaction_id = t.id AND e.amount_minor_units = -c.minor_units
            GROUP BY c.id HAVING count(e.id) <> 1
            """,
        $"""
            -- What members have as credit equals what they were given less what it has paid for.
            SELECT format('Customer credit is %s %s, and members have %s.', -a.balance_minor_units, a.currency, coalesce(c.left, 0)) AS "Value"
            FROM ledger.accounts a LEFT JOIN (
                SELECT currency, sum(minor_units) AS left FROM (
                    SELECT currency, minor_units FROM memberships.credits
                    UNION ALL SELECT o.currency, -i.credit_minor_units FROM memberships.invoices i JOIN payments.orders o ON o.id = i.order_id) m
                        GROUP BY currency) c ON c.currency = a.currency
            WHERE a.kind = {(int)AccountKind.CustomerCredit} AND -a.balance_minor_units <> coalesce(c.left, 0)
            """,
    ];
}
