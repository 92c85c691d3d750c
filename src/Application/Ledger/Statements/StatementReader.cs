using System.Data;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Ledger.Statements;

/// <summary>Reads an instructor's part of the ledger as a statement, in one snapshot.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class StatementReader(SchoolDbContext db)
{
    /// <summary>By the time of posting, and by ids where times are equal: the same period is always read in the same order.</summary>
    private const string Entries = $"""
        SELECT e.id, t.posted_at, t.kind, a.kind, t.source, o.id, coalesce(o.title, ''), -e.amount_minor_units
        FROM ledger.accounts a
        JOIN ledger.entries e ON e.account_id = a.id
        JOIN ledger.transactions t ON t.id = e.transaction_id AND t.posted_at >= $3 AND t.posted_at < $4
        {LedgerDocuments.JoinOrder}
        WHERE a.owner_id = $1 AND a.currency = $2
        ORDER BY t.posted_at, t.id, e.id
        LIMIT $5
        """;

    /// <summary>Reads it.</summary>
    /// <param name="instructorId">Whose accounts.</param>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="period">Its days; what lies in the future is empty.</param>
    /// <param name="maximumLines">How many entries are enough.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException"><c>STATEMENT_TOO_LONG</c>: there are more.</exception>
    public async Task<Statement> ReadAsync(Guid instructorId, string currency, StatementPeriod period, int maximumLines, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var name = await db.Users.Where(u => u.Id == instructorId).Select(u => u.DisplayName).SingleAsync(cancellationToken);
        var opening = await OwedBeforeAsync(instructorId, currency, period.From, cancellationToken);
        var (closing, total) = (new Dictionary<AccountKind, long>(opening), opening.Values.Sum());
        var lines = new List<StatementLine>();
        await using var batch = db.NewBatch().With(Entries, instructorId, currency, period.From, period.To, maximumLines + 1);
        await using var rows = await batch.ReadAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (lines.Count == maximumLines)
            {
                throw new DomainException(
                    LedgerReasons.StatementTooLong,
                    "The period has more than {maximum} entries; ask for a shorter one.",
                    ("maximum", maximumLines)
                );
            }

            var (account, added) = ((AccountKind)rows.GetInt32(3), rows.GetInt64(7));
            closing[account] = checked(closing.GetValueOrDefault(account) + added);
            total = checked(total + added);
            lines.Add(
                new StatementLine(
                    rows.GetGuid(0),
                    rows.GetFieldValue<DateTimeOffset>(1),
                    (TransactionKind)rows.GetInt32(2),
                    account,
                    rows.GetString(4),
                    rows.IsDBNull(5) ? null : rows.GetGuid(5),
                    rows.GetString(6),
                    new Money(added, currency),
                    new Money(closing[account], currency),
                    new Money(total, currency)
                )
            );
        }

        return new Statement(name, currency, period, opening, lines, closing);
    }

    private Task<Dictionary<AccountKind, long>> OwedBeforeAsync(
        Guid instructorId,
        string currency,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) =>
        (
            from account in db.LedgerAccounts
            join entry in db.LedgerEntries on account.Id equals entry.AccountId
            join transaction in db.LedgerTransactions on entry.TransactionId equals transaction.Id
            where account.OwnerId == instructorId && account.Currency == currency && transaction.PostedAt < before
            group entry.AmountMinorUnits by account.Kind into entries
            select new { entries.Key, Owed = -entries.Sum() }
        ).ToDictionaryAsync(entries => entries.Key, entries => entries.Owed, cancellationToken);
}
