using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Ledger;

/// <summary>One line of the ledger with what it belongs to.</summary>
/// <param name="EntryId">The entry.</param>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Source">What caused it.</param>
/// <param name="Account">Which account.</param>
/// <param name="Added">What was added to what the instructor is owed there; negative when taken away.</param>
/// <param name="PostedAt">When.</param>
public sealed record LedgerLine(
    Guid EntryId,
    Guid TransactionId,
    TransactionKind Kind,
    string Source,
    AccountKind Account,
    Money Added,
    DateTimeOffset PostedAt
);

/// <summary>Lists the entries of the caller's accounts, newest first.</summary>
public sealed class ListLedgerEntries(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<LedgerLine>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await (
            from entry in db.LedgerEntries
            join account in db.LedgerAccounts on entry.AccountId equals account.Id
            join transaction in db.LedgerTransactions on entry.TransactionId equals transaction.Id
            where account.OwnerId == actor.UserId && (page.AfterId == null || entry.Id < page.AfterId)
            orderby entry.Id descending
            select new LedgerLine(
                entry.Id,
                transaction.Id,
                transaction.Kind,
                transaction.Source,
                account.Kind,
                new Money(-entry.AmountMinorUnits, account.Currency),
                transaction.PostedAt
            )
        )
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<LedgerLine>.Of(rows, page.Size, r => r.EntryId.ToString());
    }
}
