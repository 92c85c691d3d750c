using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Ledger.Booking;

/// <summary>
/// The one writer of the ledger: one or many transactions in two round trips, whatever their number. The accounts are locked, the domain decides, and what it
/// decided is written.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class LedgerPostings(SchoolDbContext db, LedgerAccounts accounts, TimeProvider clock)
{
    private const string InsertTransactions = """
        INSERT INTO ledger.transactions (id, kind, source, currency, posted_at)
        SELECT t.id, t.kind, t.source, t.currency, $5 FROM unnest($1, $2, $3, $4) AS t (id, kind, source, currency)
        """;

    /// <summary>All in one statement: Postgres looks at the balance of what a statement inserts.</summary>
    private const string InsertEntries = """
        INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units)
        SELECT e.id, e.transaction_id, e.account_id, e.amount FROM unnest($1, $2, $3, $4) AS e (id, transaction_id, account_id, amount)
        """;

    private const string UpdateBalances = """
        UPDATE ledger.accounts SET balance_minor_units = ($2)[array_position($1, id)] WHERE id = ANY ($1)
        """;

    /// <summary>Posts all or none, inside the caller's transaction; the accounts stay locked until it ends.</summary>
    /// <param name="postings">What is to be posted; the order is kept.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    /// <exception cref="InvalidOperationException">One does not balance: a bug, never input.</exception>
    /// <exception cref="Npgsql.PostgresException">One was posted before, or takes more from a liability than there is.</exception>
    public async Task PostAsync(IReadOnlyCollection<Posting> postings, CancellationToken cancellationToken)
    {
        var names = postings.SelectMany(p => p.Lines).Select(l => l.Account).ToHashSet();
        var locked = await accounts.LockAsync(names, cancellationToken);
        var now = clock.GetUtcNow();
        var posted = postings.Select(p => LedgerTransaction.Post(p.Kind, p.Source, [.. p.Lines.Select(l => (locked[l.Account], l.MinorUnits))], now)).ToList();
        await WriteAsync(posted, [.. locked.Values], now, cancellationToken);
    }

    private async Task WriteAsync(List<LedgerTransaction> posted, List<LedgerAccount> changed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = posted.SelectMany(t => t.Entries).ToList();
        await using var batch = db.NewBatch()
            .With(
                InsertTransactions,
                Column(posted, t => t.Id),
                Column(posted, t => (int)t.Kind),
                Column(posted, t => t.Source),
                Column(posted, t => t.Currency),
                now
            )
            .With(
                InsertEntries,
                Column(entries, e => e.Id),
                Column(entries, e => e.TransactionId),
                Column(entries, e => e.AccountId),
                Column(entries, e => e.AmountMinorUnits)
            )
            .With(UpdateBalances, Column(changed, a => a.Id), Column(changed, a => a.BalanceMinorUnits));
        await batch.ExecuteAsync(cancellationToken);
    }

    private static TValue[] Column<TRow, TValue>(List<TRow> rows, Converter<TRow, TValue> value) => [.. rows.ConvertAll(value)];
}
