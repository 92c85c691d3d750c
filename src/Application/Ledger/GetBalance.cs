using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger;

/// <summary>What an instructor has in one currency.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Held">Inside the refund window.</param>
/// <param name="Available">Can be paid out.</param>
/// <param name="Reserved">In a payout that is not finished.</param>
/// <param name="Disputed">Withheld while a payment is disputed.</param>
/// <param name="Receivable">Owed by the instructor, for sales that were given back after they had been paid out.</param>
/// <param name="Paid">Paid out so far, less what was reversed.</param>
public sealed record BalanceView(string Currency, Money Held, Money Available, Money Reserved, Money Disputed, Money Receivable, Money Paid)
{
    /// <summary>Of somebody who never earned in the currency.</summary>
    public static BalanceView Empty(string currency)
    {
        var nothing = Money.Zero(currency);
        return new BalanceView(currency, nothing, nothing, nothing, nothing, nothing, nothing);
    }
}

/// <summary>Reads the caller's balances.</summary>
public sealed class GetBalance(SchoolDbContext db)
{
    /// <summary>Reads one for every currency the caller ever earned in.</summary>
    public async Task<IReadOnlyList<BalanceView>> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var accounts = await db.LedgerAccounts.AsNoTracking().Where(a => a.OwnerId == actor.UserId).ToListAsync(cancellationToken);
        var paid = await db
            .Payouts.Where(p => p.InstructorId == actor.UserId && p.State == PayoutState.Paid)
            .GroupBy(p => p.Currency)
            .Select(g => new { g.Key, Sum = g.Sum(p => p.MinorUnits - p.ReversedMinorUnits) })
            .ToDictionaryAsync(g => g.Key, g => g.Sum, cancellationToken);
        return
        [
            .. accounts
                .GroupBy(a => a.Currency)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(group => new BalanceView(
                    group.Key,
                    Owed(group, AccountKind.InstructorHeld),
                    Owed(group, AccountKind.InstructorAvailable),
                    Owed(group, AccountKind.InstructorReserved),
                    Owed(group, AccountKind.InstructorDisputed),
                    -Owed(group, AccountKind.InstructorReceivable),
                    new Money(paid.GetValueOrDefault(group.Key), group.Key)
                )),
        ];
    }

    private static Money Owed(IGrouping<string, LedgerAccount> accounts, AccountKind kind) =>
        accounts.SingleOrDefault(a => a.Kind == kind)?.Owed ?? Money.Zero(accounts.Key);
}
