using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Payments.Tax;

/// <summary>Tax of one month and currency, as it was booked.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Collected">Tax of the sales that were paid in it.</param>
/// <param name="GivenBack">Tax that refunds and lost disputes gave back in it, whenever the sale was; negative when more refunds failed than were made.</param>
public sealed record TaxMonth(DateOnly Month, Money Collected, Money GivenBack)
{
    /// <summary>What the month adds to what is owed.</summary>
    public Money Owed => Collected - GivenBack;
}

/// <summary>Says what tax is owed, by month (UTC) and currency: the ledger's own sums. By country and rate, Stripe's tax reports tell it.</summary>
public sealed class GetTaxSummary(SchoolDbContext db)
{
    private const string Months = """
        SELECT date_trunc('month', t.posted_at AT TIME ZONE 'UTC')::date, t.currency,
            -coalesce(sum(e.amount_minor_units) FILTER (WHERE t.kind = $4), 0)::bigint, coalesce(sum(e.amount_minor_units)
                FILTER (WHERE t.kind <> $4), 0)::bigint
        FROM ledger.accounts a
        JOIN ledger.entries e ON e.account_id = a.id
        JOIN ledger.transactions t ON t.id = e.transaction_id AND t.posted_at >= $2 AND t.posted_at < $3
        WHERE a.kind = $1
        GROUP BY 1, 2
        ORDER BY 1, 2
        """;

    /// <summary>Reads a calendar year; months in which nothing was booked are left out.</summary>
    public async Task<IReadOnlyList<TaxMonth>> ExecuteAsync(int year, CancellationToken cancellationToken)
    {
        var (from, to) = (StatementPeriod.Month(year, 1).From, StatementPeriod.Month(year, 12).To);
        return await db.InTransactionAsync(
            async () =>
            {
                await using var batch = db.NewBatch().With(Months, (int)AccountKind.TaxPayable, from, to, (int)TransactionKind.Sale);
                await using var rows = await batch.ReadAsync(cancellationToken);
                var months = new List<TaxMonth>();
                while (await rows.ReadAsync(cancellationToken))
                {
                    var currency = rows.GetString(1);
                    months.Add(new TaxMonth(rows.GetFieldValue<DateOnly>(0), new Money(rows.GetInt64(2), currency), new Money(rows.GetInt64(3), currency)));
                }

                return months;
            },
            cancellationToken
        );
    }
}
