using ESchool.Application.Ledger.Booking;
using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Ledger;

/// <summary>Opens and locks accounts, always in the order of their ids, so that postings never deadlock.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class LedgerAccounts(SchoolDbContext db)
{
    private const string Open = """
        INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units)
        SELECT gen_random_uuid(), n.kind, n.owner, n.currency, 0 FROM unnest($1, $2, $3) AS n (kind, owner, currency)
        WHERE NOT EXISTS (SELECT 1 FROM ledger.accounts a WHERE a.owner_id = n.owner AND a.kind = n.kind AND a.currency = n.currency)
        ORDER BY n.owner, n.kind, n.currency
        ON CONFLICT (owner_id, kind, currency) DO NOTHING
        """;

    /// <summary>By their ids and not by a join, for which Postgres would read a table of a few thousand accounts whole.</summary>
    private const string Lock = """
        SELECT id, kind, owner_id, currency, balance_minor_units FROM ledger.accounts
        WHERE id = ANY (ARRAY (
            SELECT (SELECT a.id FROM ledger.accounts a WHERE a.owner_id = n.owner AND a.kind = n.kind AND a.currency = n.currency)
            FROM unnest($1, $2, $3) AS n (kind, owner, currency)))
        ORDER BY id FOR UPDATE
        """;

    /// <summary>Opens those accounts that are not there and locks all until the transaction ends, in one round trip.</summary>
    /// <param name="names">The accounts, each once.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The accounts as they are now. The context does not track them: who changes a balance writes it.</returns>
    public async Task<IReadOnlyDictionary<AccountName, LedgerAccount>> LockAsync(IReadOnlyCollection<AccountName> names, CancellationToken cancellationToken)
    {
        var kinds = names.Select(n => (int)n.Kind).ToArray();
        var owners = names.Select(n => n.OwnerId).ToArray();
        var currencies = names.Select(n => n.Currency).ToArray();
        var locked = new Dictionary<AccountName, LedgerAccount>(names.Count);

        // Opening comes first: it waits for whoever opens the same account, and whoever waits must not hold a lock.
        await using var batch = db.NewBatch().With(Open, kinds, owners, currencies).With(Lock, kinds, owners, currencies);
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var account = new LedgerAccount(reader.GetGuid(0), (AccountKind)reader.GetInt32(1), reader.GetGuid(2), reader.GetString(3), reader.GetInt64(4));
            locked.Add(new AccountName(account.Kind, account.OwnerId, account.Currency), account);
        }

        return locked;
    }
}
