using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Ledger;

/// <summary>A sale as the ledger sees it.</summary>
/// <param name="OrderId">The order; a sale is posted once for it.</param>
/// <param name="InstructorId">Who earns.</param>
/// <param name="Split">How the money is divided.</param>
public sealed record Sale(Guid OrderId, Guid InstructorId, SaleSplit Split);

/// <summary>Posts a sale and holds the instructor's share; called inside the transaction that records the payment.</summary>
public sealed class RecordSale(SchoolDbContext db, LedgerAccounts accounts, IOptions<LedgerOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Posts: debit Stripe clearing (gross − Stripe's fee), debit Stripe fees, credit platform revenue, credit the instructor's held account.
    /// The caller saves.
    /// </summary>
    public async Task ExecuteAsync(Sale sale, CancellationToken cancellationToken)
    {
        var split = sale.Split;
        var clearing = AccountName.Platform(AccountKind.StripeClearing);
        var fees = AccountName.Platform(AccountKind.StripeFees);
        var revenue = AccountName.Platform(AccountKind.PlatformRevenue);
        var held = new AccountName(AccountKind.InstructorHeld, sale.InstructorId);
        var locked = await accounts.LockAsync(split.Gross.CurrencyCode, [clearing, fees, revenue, held], cancellationToken);
        db.LedgerTransactions.Add(LedgerTransaction.Post(
            TransactionKind.Sale,
            $"orders/{sale.OrderId}",
            [
                (locked[clearing], (split.Gross - split.StripeFee).MinorUnits),
                (locked[fees], split.StripeFee.MinorUnits),
                (locked[revenue], -split.PlatformFee.MinorUnits),
                (locked[held], -split.InstructorShare.MinorUnits),
            ],
            clock.GetUtcNow()));
        if (split.InstructorShare.MinorUnits > 0)
        {
            db.Earnings.Add(new Earning(sale.OrderId, sale.InstructorId, split.InstructorShare, clock.GetUtcNow().AddSeconds(options.Value.HoldSeconds)));
        }
    }
}
