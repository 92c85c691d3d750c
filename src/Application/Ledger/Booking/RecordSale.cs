using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Ledger.Booking;

/// <summary>A sale as the ledger sees it.</summary>
/// <param name="OrderId">The order; a sale is posted once for it.</param>
/// <param name="InstructorId">Who earns.</param>
/// <param name="Split">How the money is divided.</param>
/// <param name="Settlement">What came of it on the balance at Stripe.</param>
public sealed record Sale(Guid OrderId, Guid InstructorId, SaleSplit Split, Settlement Settlement);

/// <summary>Posts sales and holds the instructors' shares; called inside the transaction that records the payments.</summary>
public sealed class RecordSale(SchoolDbContext db, LedgerPostings postings, IOptions<LedgerOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Posts each: debit Stripe clearing (gross − Stripe's fee), debit Stripe fees, credit platform revenue and the tax that is owed, credit the instructor's
    /// held account. The platform's accounts are in every sale, so many sales at once are posted fastest together.
    /// </summary>
    public async Task ExecuteAsync(IReadOnlyCollection<Sale> sales, CancellationToken cancellationToken)
    {
        if (sales.Count == 0)
        {
            return;
        }

        await HoldAsync(sales, cancellationToken);

        // Last, because it locks the platform's accounts, and every other sale waits for them until the commit.
        await postings.PostAsync([.. sales.SelectMany(PostingsOf)], cancellationToken);
    }

    private async Task HoldAsync(IReadOnlyCollection<Sale> sales, CancellationToken cancellationToken)
    {
        var releaseAt = clock.GetUtcNow().AddSeconds(options.Value.HoldSeconds);
        var earnings = sales
            .Where(s => s.Split.InstructorShare.MinorUnits > 0)
            .Select(s => new Earning(s.OrderId, s.InstructorId, s.Split.InstructorShare, releaseAt))
            .ToList();
        await using var batch = db.NewBatch()
            .With(
                """
                INSERT INTO ledger.earnings (order_id, instructor_id, minor_units, reversed_minor_units, currency, release_at)
                SELECT e.order_id, e.instructor_id, e.minor_units, 0, e.currency, $5 FROM unnest($1, $2, $3, $4) AS e (order_id, instructor_id,
                    minor_units, currency)
                """,
                earnings.Select(e => e.OrderId).ToArray(),
                earnings.Select(e => e.InstructorId).ToArray(),
                earnings.Select(e => e.MinorUnits).ToArray(),
                earnings.Select(e => e.Currency).ToArray(),
                releaseAt
            );
        await batch.ExecuteAsync(cancellationToken);
    }

    private static IReadOnlyList<Posting> PostingsOf(Sale sale)
    {
        var (split, currency) = (sale.Split, sale.Split.Gross.CurrencyCode);
        return SettledPostings.Of(
            TransactionKind.Sale,
            $"orders/{sale.OrderId}",
            split.Gross,
            sale.Settlement,
            [
                new(AccountName.Platform(AccountKind.PlatformRevenue, currency), -split.PlatformFee.MinorUnits),
                new(AccountName.Platform(AccountKind.TaxPayable, currency), -split.Tax.MinorUnits),
                new(new AccountName(AccountKind.InstructorHeld, sale.InstructorId, currency), -split.InstructorShare.MinorUnits),
            ]
        );
    }
}
