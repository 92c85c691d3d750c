using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Memberships.Revenue;

/// <summary>Months of memberships are divided by what was watched, to the last minor unit, and posted so.</summary>
internal sealed class RevenueLedgerCheck : ILedgerCheck
{
    public IReadOnlyList<LedgerDocument> Documents { get; } =
    [new("SELECT 'membershipMonths/' || id AS name, currency FROM memberships.months", TransactionKind.RevenueRecognition)];

    public IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
            -- Deferred revenue equals what is left of paid memberships; what is divided of a month is divided by its seconds, to the last minor unit.
            SELECT format('Deferred revenue is %s %s, and %s are left of paid memberships.', -a.balance_minor_units, a.currency,
                coalesce(sum(i.deferred_minor_units), 0)) AS "Value"
            FROM ledger.accounts a LEFT JOIN (payments.orders o JOIN memberships.invoices i ON i.order_id = o.id) ON o.currency = a.currency
            WHERE a.kind = {(int)AccountKind.DeferredRevenue} GROUP BY a.id HAVING -a.balance_minor_units <> coalesce(sum(i.deferred_minor_units), 0)
            """,
        $"""
            SELECT format('Course %s got %s of month %s, and %s by its seconds.', p.course_id, p.minor_units, p.month_id,
                p.part + (p.place <= p.odd)::int) AS "Value"
            FROM (
                SELECT f.*, f.instructors_minor_units - sum(f.part) OVER (PARTITION BY f.month_id) AS odd,
                    row_number() OVER (PARTITION BY f.month_id ORDER BY mod(f.instructors_minor_units::numeric * f.seconds, f.all_seconds) DESC,
                        f.course_id) AS place
                FROM (
                    SELECT s.*, m.instructors_minor_units, w.all_seconds, div(m.instructors_minor_units::numeric * s.seconds, w.all_seconds) AS part
                    FROM memberships.shares s JOIN memberships.months m ON m.id = s.month_id
                    JOIN (SELECT month_id, sum(seconds) AS all_seconds FROM memberships.shares GROUP BY month_id) w ON w.month_id = s.month_id) f) p
            WHERE p.minor_units <> p.part + (p.place <= p.odd)::int
            """,
        $"""
            SELECT format('In month %s %s seconds of course %s were watched, and it was divided by %s.', m.id, coalesce(w.seconds, 0), s.course_id,
                s.seconds) AS "Value"
            FROM memberships.shares s
            JOIN memberships.months m ON m.id = s.month_id
            LEFT JOIN LATERAL (
                SELECT sum(d.seconds) AS seconds FROM learning.enrollments e JOIN learning.watch_days d ON d.enrollment_id = e.id
                WHERE e.student_id = m.student_id AND e.course_id = s.course_id AND d.day >= m.first_day AND d.day < m.end_day) w ON true
            WHERE w.seconds IS DISTINCT FROM s.seconds
            """,
        $"""
            -- A month that was divided is posted with what was divided, and instructors get their shares of it.
            SELECT format('Of month %s %s are divided, %s to instructors; %s and %s are posted.', m.id, m.divided_minor_units,
                m.instructors_minor_units, coalesce(p.divided, 0), coalesce(p.instructors, 0)) AS "Value"
            FROM memberships.months m
            LEFT JOIN (
                SELECT t.source, sum(e.amount_minor_units) FILTER (WHERE a.kind = {(int)AccountKind.DeferredRevenue}) AS divided,
                    -sum(e.amount_minor_units) FILTER (WHERE a.owner_id <> {Guid.Empty}) AS instructors
                FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
                WHERE t.kind = {(int)TransactionKind.RevenueRecognition} GROUP BY t.source) p ON p.source = 'membershipMonths/' || m.id
            WHERE (coalesce(p.divided, 0), coalesce(p.instructors, 0)) <> (m.divided_minor_units, m.instructors_minor_units) OR (p.source IS NOT NULL
                AND m.divided_at IS NULL)
            """,
        $"""
            SELECT format('The shares of month %s sum to %s, and %s are the instructors''.', m.id, coalesce(sum(s.minor_units), 0),
                m.instructors_minor_units) AS "Value"
            FROM memberships.months m LEFT JOIN memberships.shares s ON s.month_id = m.id
            GROUP BY m.id HAVING coalesce(sum(s.minor_units), 0) <> m.instructors_minor_units
            """,
    ];
}
