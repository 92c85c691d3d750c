using ESchool.Data;
using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace ESchool.Application.Ledger;

/// <summary>Names an account: which of the chart, whose.</summary>
/// <param name="Kind">Which account of the chart.</param>
/// <param name="OwnerId">The instructor, or <see cref="Guid.Empty"/> for the platform.</param>
public readonly record struct AccountName(AccountKind Kind, Guid OwnerId)
{
    /// <summary>One of the platform's accounts.</summary>
    public static AccountName Platform(AccountKind kind) => new(kind, Guid.Empty);
}

/// <summary>Opens and locks accounts, always in the order of their ids, so that postings never deadlock.</summary>
public sealed class LedgerAccounts(SchoolDbContext db)
{
    /// <summary>Opens those accounts that are not there and locks all until the transaction ends.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    /// <param name="names">The accounts.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyDictionary<AccountName, LedgerAccount>> LockAsync(string currency, IReadOnlyCollection<AccountName> names, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Accounts are locked inside a transaction.");
        }

        var kinds = Array("kinds", names.Select(n => (int)n.Kind).ToArray(), NpgsqlDbType.Integer);
        var owners = Array("owners", names.Select(n => n.OwnerId).ToArray(), NpgsqlDbType.Uuid);
        var code = new NpgsqlParameter<string>("currency", currency);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units)
            SELECT gen_random_uuid(), n.kind, n.owner, @currency, 0 FROM unnest(@kinds, @owners) AS n (kind, owner)
            ORDER BY n.owner, n.kind
            ON CONFLICT (owner_id, kind, currency) DO NOTHING
            """,
            [kinds, owners, code], cancellationToken);
        var accounts = await db.LedgerAccounts
            .FromSqlRaw(
                """
                SELECT a.* FROM ledger.accounts a JOIN unnest(@kinds, @owners) AS n (kind, owner) ON a.kind = n.kind AND a.owner_id = n.owner
                WHERE a.currency = @currency ORDER BY a.id FOR UPDATE OF a
                """,
                kinds.Clone(), owners.Clone(), code.Clone())
            .ToListAsync(cancellationToken);

        // A context that read an account before it was locked holds an old balance. One it has posted to since is its own.
        foreach (var account in accounts.Where(a => db.Entry(a).State == EntityState.Unchanged))
        {
            await db.Entry(account).ReloadAsync(cancellationToken);
        }

        return accounts.ToDictionary(a => new AccountName(a.Kind, a.OwnerId));
    }

    private static NpgsqlParameter Array<T>(string name, T[] values, NpgsqlDbType type) => new(name, NpgsqlDbType.Array | type) { Value = values };
}
