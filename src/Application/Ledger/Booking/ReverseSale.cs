using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger.Booking;

/// <summary>A change of the reversed amount of a sale.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it, <c>refunds/…</c> or <c>disputes/…</c>.</param>
/// <param name="OrderId">The order; locked by the caller.</param>
/// <param name="InstructorId">Who earned.</param>
/// <param name="Gross">What the student paid, with tax.</param>
/// <param name="Before">What had gone back.</param>
/// <param name="After">What has gone back now.</param>
/// <param name="Settlement">What it moved on the balance at Stripe.</param>
/// <param name="Tax">What of the gross is tax, in minor units.</param>
public sealed record ReversedSale(
    TransactionKind Kind,
    string Source,
    Guid OrderId,
    Guid InstructorId,
    Money Gross,
    SaleStanding Before,
    SaleStanding After,
    Settlement Settlement,
    long Tax
);

/// <summary>
/// Posts reversals of sales, and the undoing of reversals; called inside the transaction that records why. The instructor's part comes out of what is held of that
/// very sale, then out of what is available, and what is not there any more is owed by the instructor. What comes again settles that first.
/// </summary>
public sealed class ReverseSale(SchoolDbContext db, LedgerAccounts accounts, LedgerPostings postings)
{
    /// <summary>Posts a change.</summary>
    public async Task ExecuteAsync(ReversedSale sale, CancellationToken cancellationToken)
    {
        // Null when the instructor earned nothing by the sale.
        var earning = await db.Earnings.Where(e => e.OrderId == sale.OrderId).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        var (gross, share) = (sale.Gross.MinorUnits, earning?.MinorUnits ?? 0);
        var change = SaleReversal.Of(gross, share, sale.After, sale.Tax) - SaleReversal.Of(gross, share, sale.Before, sale.Tax);
        earning?.Reverse(change.Instructor);
        await db.SaveChangesAsync(cancellationToken);
        var locked = await LockAsync(sale, cancellationToken);
        PostingLine[] lines =
        [
            Platform(AccountKind.StripeDisputes, change.AtDisputes),
            Platform(AccountKind.PlatformRevenue, change.Revenue),
            Platform(AccountKind.TaxPayable, change.Tax),
            Platform(AccountKind.DisputeLosses, change.Loss),
            Instructor(AccountKind.InstructorDisputed, -change.Withheld),
            .. earning?.ReleasedAt is null ? [Instructor(AccountKind.InstructorHeld, change.Instructor)] : ReleasedLines(),
        ];
        await postings.PostAsync(
            SettledPostings.Of(sale.Kind, sale.Source, sale.Gross with { MinorUnits = -change.Paid }, sale.Settlement, lines),
            cancellationToken
        );

        PostingLine Platform(AccountKind kind, long minorUnits) => new(AccountName.Platform(kind, sale.Gross.CurrencyCode), minorUnits);

        PostingLine Instructor(AccountKind kind, long minorUnits) => new(new AccountName(kind, sale.InstructorId, sale.Gross.CurrencyCode), minorUnits);

        // What is taken comes out of what is available as far as it goes; what comes again settles first what is owed.
        IEnumerable<PostingLine> ReleasedLines()
        {
            var (available, receivable) = (Instructor(AccountKind.InstructorAvailable, 0).Account, Instructor(AccountKind.InstructorReceivable, 0).Account);
            var fromAvailable =
                change.Instructor >= 0
                    ? Math.Min(change.Instructor, locked[available].Owed.MinorUnits)
                    : Math.Min(0, change.Instructor + locked[receivable].BalanceMinorUnits);
            return [new(available, fromAvailable), new(receivable, change.Instructor - fromAvailable)];
        }
    }

    /// <summary>Every account a reversal can touch, at once: a dispute may be opened and decided in one transaction, and all lock in one order.</summary>
    private Task<IReadOnlyDictionary<AccountName, LedgerAccount>> LockAsync(ReversedSale sale, CancellationToken cancellationToken)
    {
        AccountKind[] platform =
        [
            AccountKind.StripeDisputes,
            AccountKind.PlatformRevenue,
            AccountKind.DisputeLosses,
            .. sale.Tax > 0 ? [AccountKind.TaxPayable] : Array.Empty<AccountKind>(),
        ];
        AccountKind[] instructor =
        [
            AccountKind.InstructorHeld,
            AccountKind.InstructorAvailable,
            AccountKind.InstructorDisputed,
            AccountKind.InstructorReceivable,
        ];
        return accounts.LockAsync(
            [
                .. SettledPostings.AccountsOf(sale.Gross.CurrencyCode, sale.Settlement),
                .. platform.Select(kind => AccountName.Platform(kind, sale.Gross.CurrencyCode)),
                .. instructor.Select(kind => new AccountName(kind, sale.InstructorId, sale.Gross.CurrencyCode)),
            ],
            cancellationToken
        );
    }
}
