using ESchool.Application.Days;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Overviews;

/// <summary>
/// Reads what happened on the days of a zone, along the ids, which tell when a row was made. A day that is over changes no more, so it is read once per process:
/// a look costs what happened today.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class DayReader(SchoolDbContext db, DaysThatAreOver known, TimeProvider clock)
{
    /// <summary>The accounts through which buyers' money comes and goes, before anything is divided: what a sale moves on them is what was paid for it.</summary>
    private static readonly int[] MoneySide =
    [
        (int)AccountKind.StripeClearing,
        (int)AccountKind.StripeFees,
        (int)AccountKind.OutsidePayments,
        (int)AccountKind.CurrencyExchange,
    ];

    private static readonly int[] Kinds = [(int)TransactionKind.Sale, (int)TransactionKind.Refund, (int)TransactionKind.RefundReturn];

    /// <summary>A transaction that has posted and does not commit for so long is none.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    /// <summary>Reads the last days, today the last.</summary>
    internal async Task<IReadOnlyList<DayFigures>> ReadAsync(TimeZoneInfo zone, int count, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var days = ZoneDay.Last(count, zone, now);
        var found = days.Select(day => known.Find(zone.Id, day.Day)).ToList();
        var missing = days.Where((_, place) => found[place] is null).ToList();
        var read = (await CountAsync(missing, cancellationToken)).ToDictionary(figures => figures.Day);
        foreach (var day in missing.Where(day => day.Until + Settling < now))
        {
            known.Keep(zone.Id, read[day.Day]);
        }

        return [.. days.Select((day, place) => found[place] ?? read[day.Day])];
    }

    private async Task<IReadOnlyList<DayFigures>> CountAsync(IReadOnlyList<ZoneDay> days, CancellationToken cancellationToken)
    {
        var (first, end) = (days.Select(day => day.FirstId).ToArray(), days.Select(day => day.EndId).ToArray());
        var (from, until) = (days.Select(day => day.From).ToArray(), days.Select(day => day.Until).ToArray());
        var counts = await db
            .Database.SqlQuery<CountRow>(
                $"""
                SELECT d.place::int AS place,
                    (SELECT count(*) FROM identity.users u WHERE u.id >= d.first_id AND u.id < d.end_id) AS users,
                    (SELECT count(*) FROM learning.enrollments e WHERE e.id >= d.first_id AND e.id < d.end_id) AS enrollments,
                    (SELECT count(*) FROM certificates.certificates c WHERE c.issued_at >= d.from_time AND c.issued_at < d.until_time) AS certificates
                FROM unnest({first}, {end}, {from}, {until}) WITH ORDINALITY AS d (first_id, end_id, from_time, until_time, place)
                """
            )
            .ToListAsync(cancellationToken);
        var (sale, refund) = ((int)TransactionKind.Sale, (int)TransactionKind.Refund);
        var money = await db
            .Database.SqlQuery<MoneyRow>(
                $"""
                SELECT d.place::int AS place, p.currency,
                    coalesce(sum(p.value) FILTER (WHERE p.kind = {sale}), 0)::bigint AS sales,
                    count(*) FILTER (WHERE p.kind = {sale}) AS sale_count,
                    -coalesce(sum(p.value) FILTER (WHERE p.kind <> {sale}), 0)::bigint AS refunds,
                    count(*) FILTER (WHERE p.kind = {refund}) AS refund_count
                FROM unnest({first}, {end}) WITH ORDINALITY AS d (first_id, end_id, place)
                CROSS JOIN LATERAL (
                    SELECT t.kind, t.currency,
                        (SELECT sum(e.amount_minor_units) FROM ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id
                        WHERE e.transaction_id = t.id AND a.kind = ANY ({MoneySide})) AS value
                    FROM ledger.transactions t WHERE t.id >= d.first_id AND t.id < d.end_id AND t.kind = ANY ({Kinds})
                ) AS p
                WHERE p.value <> 0
                GROUP BY d.place, p.currency ORDER BY d.place, p.currency
                """
            )
            .ToListAsync(cancellationToken);
        var takings = money.ToLookup(row => row.Place, TakingsOf);
        return [.. counts.Select(row => new DayFigures(days[row.Place - 1].Day, row.Users, row.Enrollments, row.Certificates, [.. takings[row.Place]]))];
    }

    private static Takings TakingsOf(MoneyRow row) =>
        new(new Money(row.Sales, row.Currency), row.SaleCount, new Money(row.Refunds, row.Currency), row.RefundCount);

    private sealed record CountRow(int Place, long Users, long Enrollments, long Certificates);

    private sealed record MoneyRow(int Place, string Currency, long Sales, long SaleCount, long Refunds, long RefundCount);
}
