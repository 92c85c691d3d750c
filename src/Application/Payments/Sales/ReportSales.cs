using System.Globalization;
using System.Text.Json;
using ESchool.Application.Days;
using ESchool.Application.Ledger;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Payments.Sales;

/// <summary>
/// Says what an instructor sold and earned in a period. Amounts of the instructor's are the ledger's own entries: the lines of any dimension sum to what the
/// period added to the instructor's accounts, payouts aside.
/// </summary>
public sealed class ReportSales(SchoolDbContext db)
{
    /// <summary>A report has at most so many days: a leap year.</summary>
    public const int MaximumDays = 366;

    /// <summary>The instructor's accounts that hold what is earned: not what a payout has reserved of it, which was earned before.</summary>
    private static readonly int[] Earning =
    [
        (int)AccountKind.InstructorHeld,
        (int)AccountKind.InstructorAvailable,
        (int)AccountKind.InstructorDisputed,
        (int)AccountKind.InstructorReceivable,
    ];

    private static readonly int[] Reversing =
    [
        (int)TransactionKind.Refund,
        (int)TransactionKind.RefundReturn,
        (int)TransactionKind.DisputeOpened,
        (int)TransactionKind.DisputeWon,
        (int)TransactionKind.DisputeLost,
    ];

    /// <summary>Reads the lines: days in their order, others by what they earned, and by currency.</summary>
    /// <param name="actor">Whose sales.</param>
    /// <param name="days">Which days, one after the other; at most <see cref="MaximumDays"/>.</param>
    /// <param name="dimension">What the lines are.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<SalesLine>> ExecuteAsync(
        Actor actor,
        IReadOnlyList<ZoneDay> days,
        SalesDimension dimension,
        CancellationToken cancellationToken
    ) =>
        await db.InTransactionAsync(
            async () =>
            {
                var (from, to) = (days[0].From, days[^1].Until);
                await using var batch = db.NewBatch()
                    .With(
                        SqlOf(dimension),
                        actor.UserId,
                        from,
                        to,
                        days.Select(day => day.From).ToArray(),
                        Earning,
                        Reversing,
                        RowIds.FirstAt(from - Slack),
                        RowIds.FirstAt(to + Slack)
                    );
                await using var rows = await batch.ReadAsync(cancellationToken);
                var lines = new List<SalesLine>();
                while (await rows.ReadAsync(cancellationToken))
                {
                    var (value, currency) = (rows.GetString(0), rows.GetString(2));
                    var figures = new SalesFigures(
                        rows.GetInt32(3),
                        AmountAt(4),
                        AmountAt(5),
                        AmountAt(6),
                        rows.GetInt32(7),
                        rows.GetInt32(8),
                        AmountAt(9),
                        AmountAt(10)
                    );
                    lines.Add(new SalesLine(dimension == SalesDimension.Day ? DayOf(days, value) : value, rows.GetString(1), figures));

                    Money AmountAt(int column) => new(rows.GetInt64(column), currency);
                }

                return lines;
            },
            cancellationToken
        );

    /// <summary>Rows are found by when they were made, which is moments before they were booked; the time of booking decides.</summary>
    private static TimeSpan Slack { get; } = TimeSpan.FromDays(1);

    private static string DayOf(IReadOnlyList<ZoneDay> days, string number) =>
        days[int.Parse(number, CultureInfo.InvariantCulture) - 1].Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string SqlOf(SalesDimension dimension)
    {
        var value = dimension switch
        {
            SalesDimension.Day => "width_bucket(t.posted_at, $4)::text",
            SalesDimension.Item =>
                "CASE WHEN o.bundle_id IS NOT NULL THEN 'bundles/' || o.bundle_id WHEN o.course_id IS NOT NULL THEN 'courses/' || o.course_id ELSE '' END",
            SalesDimension.Coupon => "coalesce(o.coupon_code, '')",
            SalesDimension.Country => "coalesce(o.buyer_country, '')",
            _ => $"coalesce(o.{JsonNamingPolicy.SnakeCaseLower.ConvertName(dimension.ToString())}, '')",
        };

        // Of what a member paid, the instructors' parts belong to no order of theirs.
        var ofAll = dimension == SalesDimension.Day ? value : "''";
        return $"""
            WITH sold AS (
                SELECT {value} AS value, o.id, o.title, o.currency, o.list_minor_units AS list, o.charged_minor_units - o.tax_minor_units AS paid,
                    coalesce(g.minor_units, 0) AS earned
                FROM payments.orders o
                JOIN ledger.transactions t ON t.kind = {(int)TransactionKind.Sale} AND t.source = 'orders/' || o.id AND t.currency = o.currency
                LEFT JOIN ledger.earnings g ON g.order_id = o.id
                WHERE o.instructor_id = $1 AND o.total_minor_units > 0 AND o.paid_at >= $2::timestamptz - interval '1 day'
                    AND o.paid_at < $3::timestamptz + interval '1 day' AND t.posted_at >= $2 AND t.posted_at < $3
            ), moved AS (
                SELECT t.id, t.kind, t.source, t.posted_at, a.currency, sum(e.amount_minor_units) AS minor_units
                FROM ledger.accounts a
                JOIN ledger.entries e ON e.account_id = a.id AND e.id >= $7 AND e.id < $8
                JOIN ledger.transactions t ON t.id = e.transaction_id AND t.posted_at >= $2 AND t.posted_at < $3
                WHERE a.owner_id = $1 AND a.kind = ANY ($5) AND (t.kind = ANY ($6) OR t.kind = {(int)TransactionKind.RevenueRecognition})
                GROUP BY t.id, a.currency
            ), lines AS (
                SELECT value, id, title, currency, 1 AS sales, list, paid, earned, 0 AS refunds, 0 AS lost, 0 AS taken, 0 AS memberships FROM sold
                UNION ALL
                SELECT {value}, o.id, o.title, t.currency, 0, 0, 0, 0,
                    CASE t.kind WHEN {(int)TransactionKind.Refund} THEN 1 WHEN {(int)TransactionKind.RefundReturn} THEN -1 ELSE 0 END,
                    CASE t.kind WHEN {(int)TransactionKind.DisputeLost} THEN 1 ELSE 0 END, t.minor_units, 0
                FROM moved t {LedgerDocuments.JoinOrder} WHERE t.kind = ANY ($6)
                UNION ALL
                SELECT {ofAll}, NULL, NULL, t.currency, 0, 0, 0, 0, 0, 0, 0, -t.minor_units FROM moved t
                WHERE t.kind = {(int)TransactionKind.RevenueRecognition}
            )
            SELECT value, {(dimension == SalesDimension.Item ? "coalesce((max(ARRAY[id::text, title]))[2], '')" : "''")}, currency, sum(sales)::int,
                sum(list)::bigint, sum(paid)::bigint, sum(earned)::bigint, sum(refunds)::int, sum(lost)::int, sum(taken)::bigint, sum(memberships)::bigint
            FROM lines GROUP BY value, currency
            HAVING bool_or(sales + abs(refunds) + lost > 0 OR taken <> 0 OR memberships <> 0)
            ORDER BY {(dimension == SalesDimension.Day ? "value::int" : "sum(earned - taken + memberships) DESC, value")}, currency
            """;
    }
}
