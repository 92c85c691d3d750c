using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Ledger.Verification;

/// <summary>Whether the sums are right: each check selects a sentence for everything that is wrong.</summary>
internal static class LedgerBalances
{
    private static readonly int[] OpenStates = [.. Payout.OpenStates.Select(state => (int)state)];

    public static IReadOnlyList<FormattableString> Checks { get; } =
    [
        // Every transaction balances, in one currency.
        $"""
        SELECT format('Transaction %s has %s entries that sum to %s.', t.id, count(e.id), coalesce(sum(e.amount_minor_units), 0)) AS "Value"
        FROM ledger.transactions t LEFT JOIN ledger.entries e ON e.transaction_id = t.id
        GROUP BY t.id HAVING count(e.id) < 2 OR coalesce(sum(e.amount_minor_units), 0) <> 0
        """,
        $"""
        SELECT format('Entry %s posts in %s to an account in %s.', e.id, t.currency, a.currency) AS "Value"
        FROM ledger.entries e JOIN ledger.transactions t ON t.id = e.transaction_id JOIN ledger.accounts a ON a.id = e.account_id
        WHERE a.currency <> t.currency
        """,

        // Cached balances equal the sums of the entries.
        $"""
        SELECT format('Account %s says %s and its entries sum to %s.', a.id, a.balance_minor_units, coalesce(sum(e.amount_minor_units), 0)) AS "Value"
        FROM ledger.accounts a LEFT JOIN ledger.entries e ON e.account_id = a.id
        GROUP BY a.id HAVING a.balance_minor_units <> coalesce(sum(e.amount_minor_units), 0)
        """,

        // Reserved equals the open payouts.
        $"""
        SELECT format('Reserved account of %s holds %s %s and open payouts need %s.', a.owner_id, -a.balance_minor_units, a.currency, coalesce(sum(p.minor_units), 0)) AS "Value"
        FROM ledger.accounts a LEFT JOIN payouts.payouts p ON p.instructor_id = a.owner_id AND p.currency = a.currency AND p.state = ANY ({OpenStates})
        WHERE a.kind = {(int)AccountKind.InstructorReserved} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(p.minor_units), 0)
        """,
        // Held equals the earnings that are not released.
        $"""
        SELECT format('Held account of %s holds %s %s and held earnings sum to %s.', a.owner_id, -a.balance_minor_units, a.currency, coalesce(sum(e.minor_units - e.reversed_minor_units), 0)) AS "Value"
        FROM ledger.accounts a LEFT JOIN ledger.earnings e ON e.instructor_id = a.owner_id AND e.currency = a.currency AND e.released_at IS NULL
        WHERE a.kind = {(int)AccountKind.InstructorHeld} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(e.minor_units - e.reversed_minor_units), 0)
        """,

        // What goes back: orders count what refunds and disputes say, and earnings follow from that alone.
        $"""
        SELECT format('Order %s counts %s refunded, %s disputed, %s lost.', o.id, o.refunded_minor_units, o.disputed_minor_units, o.lost_minor_units) AS "Value"
        FROM payments.orders o
        LEFT JOIN (
            SELECT order_id, sum(minor_units) AS refunded FROM payments.refunds
            WHERE booked_at IS NOT NULL AND state <> {(int)RefundState.Failed} GROUP BY order_id) r ON r.order_id = o.id
        LEFT JOIN (
            SELECT order_id, sum(minor_units) FILTER (WHERE state = {(int)DisputeState.Open}) AS disputed, sum(minor_units) FILTER (WHERE state = {(int)DisputeState.Lost}) AS lost
            FROM payments.disputes GROUP BY order_id) d ON d.order_id = o.id
        WHERE (o.refunded_minor_units, o.disputed_minor_units, o.lost_minor_units) IS DISTINCT FROM (coalesce(r.refunded, 0), coalesce(d.disputed, 0), coalesce(d.lost, 0))
        """,
        $"""
        SELECT format('Of the earning of order %s %s are taken back.', e.order_id, e.reversed_minor_units) AS "Value"
        FROM ledger.earnings e JOIN payments.orders o ON o.id = e.order_id
        WHERE e.reversed_minor_units <> div(e.minor_units::numeric * least(o.charged_minor_units, o.refunded_minor_units + o.disputed_minor_units + o.lost_minor_units), o.charged_minor_units)
        """,
        $"""
        SELECT format('Disputed account of %s holds %s %s and open disputes withhold %s.', a.owner_id, -a.balance_minor_units, a.currency, coalesce(sum(w.withheld), 0)) AS "Value"
        FROM ledger.accounts a
        LEFT JOIN (
            SELECT e.instructor_id, e.currency,
                e.reversed_minor_units - div(e.minor_units::numeric * least(o.charged_minor_units, o.refunded_minor_units + o.lost_minor_units), o.charged_minor_units) AS withheld
            FROM ledger.earnings e JOIN payments.orders o ON o.id = e.order_id WHERE e.reversed_minor_units > 0) w ON w.instructor_id = a.owner_id AND w.currency = a.currency
        WHERE a.kind = {(int)AccountKind.InstructorDisputed} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(w.withheld), 0)
        """,
        // Tax that is owed: of every sale what was tax, less the part of it that went back for good.
        $"""
        SELECT format('Tax account holds %s %s and sales owe %s.', -a.balance_minor_units, a.currency, coalesce(sum(t.owed), 0)) AS "Value"
        FROM ledger.accounts a
        LEFT JOIN (
            SELECT o.currency,
                o.tax_minor_units - div(o.tax_minor_units::numeric * least(o.charged_minor_units, o.refunded_minor_units + o.lost_minor_units), o.charged_minor_units) AS owed
            FROM payments.orders o WHERE o.tax_minor_units > 0) t ON t.currency = a.currency
        WHERE a.kind = {(int)AccountKind.TaxPayable} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(t.owed), 0)
        """,
        $"""
        SELECT format('Stripe holds %s %s for disputes and those that are open need %s.', a.balance_minor_units, a.currency, coalesce(sum(d.minor_units), 0)) AS "Value"
        FROM ledger.accounts a LEFT JOIN payments.disputes d ON d.currency = a.currency AND d.state = {(int)DisputeState.Open}
        WHERE a.kind = {(int)AccountKind.StripeDisputes} GROUP BY a.id HAVING a.balance_minor_units <> coalesce(sum(d.minor_units), 0)
        """,

        // Deferred revenue equals what is left of paid memberships; what is divided of a month is divided by its seconds, to the last minor unit.
        $"""
        SELECT format('Deferred revenue is %s %s, and %s are left of paid memberships.', -a.balance_minor_units, a.currency, coalesce(sum(i.deferred_minor_units), 0)) AS "Value"
        FROM ledger.accounts a LEFT JOIN (payments.orders o JOIN memberships.invoices i ON i.order_id = o.id) ON o.currency = a.currency
        WHERE a.kind = {(int)AccountKind.DeferredRevenue} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(i.deferred_minor_units), 0)
        """,

        // What members have as credit equals what they were given less what it has paid for.
        $"""
        SELECT format('Customer credit is %s %s, and members have %s.', -a.balance_minor_units, a.currency, coalesce(c.left, 0)) AS "Value"
        FROM ledger.accounts a LEFT JOIN (
            SELECT currency, sum(minor_units) AS left FROM (
                SELECT currency, minor_units FROM memberships.credits
                UNION ALL SELECT o.currency, -i.credit_minor_units FROM memberships.invoices i JOIN payments.orders o ON o.id = i.order_id) m GROUP BY currency) c ON c.currency = a.currency
        WHERE a.kind = {(int)AccountKind.CustomerCredit} AND -a.balance_minor_units <> coalesce(c.left, 0)
        """,
        $"""
        SELECT format('Course %s got %s of month %s, and %s by its seconds.', p.course_id, p.minor_units, p.month_id, p.part + (p.place <= p.odd)::int) AS "Value"
        FROM (
            SELECT f.*, f.instructors_minor_units - sum(f.part) OVER (PARTITION BY f.month_id) AS odd,
                row_number() OVER (PARTITION BY f.month_id ORDER BY mod(f.instructors_minor_units::numeric * f.seconds, f.all_seconds) DESC, f.course_id) AS place
            FROM (
                SELECT s.*, m.instructors_minor_units, w.all_seconds, div(m.instructors_minor_units::numeric * s.seconds, w.all_seconds) AS part
                FROM memberships.shares s JOIN memberships.months m ON m.id = s.month_id
                JOIN (SELECT month_id, sum(seconds) AS all_seconds FROM memberships.shares GROUP BY month_id) w ON w.month_id = s.month_id) f) p
        WHERE p.minor_units <> p.part + (p.place <= p.odd)::int
        """,
        $"""
        SELECT format('In month %s %s seconds of course %s were watched, and it was divided by %s.', m.id, coalesce(w.seconds, 0), s.course_id, s.seconds) AS "Value"
        FROM memberships.shares s
        JOIN memberships.months m ON m.id = s.month_id
        LEFT JOIN LATERAL (
            SELECT sum(d.seconds) AS seconds FROM learning.enrollments e JOIN learning.watch_days d ON d.enrollment_id = e.id
            WHERE e.student_id = m.student_id AND e.course_id = s.course_id AND d.day >= m.first_day AND d.day < m.end_day) w ON true
        WHERE w.seconds IS DISTINCT FROM s.seconds
        """,
    ];
}
