using ESchool.Bench.Harness.Peers;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Ledger;

/// <summary>A ledger to post to: instructors who have earned. Written by SQL, past the product, whose guards look at it all the same.</summary>
internal static class LedgerSeed
{
    public const int Instructors = 1_000;

    /// <summary>How many transactions one statement inserts.</summary>
    private const int Portion = 50_000;

    /// <summary>Has a short history.</summary>
    public static readonly Guid Novice = Guid.Parse("00000000-0000-4000-8000-00000000a000");

    /// <summary>Has a long one.</summary>
    public static readonly Guid Veteran = Guid.Parse("00000000-0000-4000-8000-00000000b000");

    /// <summary>The instructor of a number, as pgbench makes it from the number too.</summary>
    public static Guid Instructor(int number) => Guid.Parse($"00000000-0000-4000-8000-{number:000000000000}");

    /// <summary>Accounts of many instructors, each with a great deal held.</summary>
    public static Task InstructorsAsync(TestDatabase database) =>
        database.AsOwnerAsync(
            $"""
            BEGIN;
            INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units) VALUES
                ('c0000000-0000-4000-8000-000000000001', 1, '00000000-0000-0000-0000-000000000000', 'EUR', {Instructors} * 1000000000::bigint),
                ('c0000000-0000-4000-8000-000000000002', 2, '00000000-0000-0000-0000-000000000000', 'EUR', 0),
                ('c0000000-0000-4000-8000-000000000003', 3, '00000000-0000-0000-0000-000000000000', 'EUR', 0);
            INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units)
                SELECT (prefix || '-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, kind, ('00000000-0000-4000-8000-'
                    || lpad(n::text, 12, '0'))::uuid, 'EUR', balance
                FROM generate_series(1, {Instructors}) AS n, (VALUES ('a0000000', 10, -1000000000), ('b0000000', 11, 0)) AS account (prefix, kind,
                    balance);
            INSERT INTO ledger.transactions (id, kind, source, currency, posted_at)
                SELECT ('d0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 'seed/' || n, 'EUR', now()
                    FROM generate_series(1, {Instructors}) AS n;
            INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units)
                SELECT gen_random_uuid(), ('d0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, account, amount
                FROM generate_series(1, {Instructors}) AS n,
                     LATERAL (VALUES ('c0000000-0000-4000-8000-000000000001'::uuid, 1000000000), (('a0000000-0000-4000-8000-'
                         || lpad(n::text, 12, '0'))::uuid, -1000000000)) AS line (account, amount);
            COMMIT;
            """
        );

    /// <summary>Sales of an instructor: two entries of each transaction are on the held account, what it was paid and what it gave back of it.</summary>
    public static async Task HistoryAsync(TestDatabase database, Guid instructor, int transactions)
    {
        await database.AsOwnerAsync(
            $"INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units) VALUES ('{instructor}', 10, '{instructor}', 'EUR', 0)"
        );
        for (var first = 0; first < transactions; first += Portion)
        {
            var last = Math.Min(first + Portion, transactions) - 1;
            await database.AsOwnerAsync(
                $"""
                BEGIN;
                CREATE TEMP TABLE made ON COMMIT DROP AS SELECT gen_random_uuid() AS id, n FROM generate_series({first}, {last}) AS n;
                INSERT INTO ledger.transactions (id, kind, source, currency, posted_at) SELECT id, 1, '{instructor}/' || n, 'EUR', now()
                    FROM made;
                INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units)
                    SELECT gen_random_uuid(), id, account, amount FROM made,
                        (VALUES ('c0000000-0000-4000-8000-000000000001'::uuid, 1), ('{instructor}'::uuid, -2), ('{instructor}'::uuid,
                            1)) AS line (account, amount);
                UPDATE ledger.accounts
                    SET balance_minor_units = balance_minor_units + {last - first + 1} * CASE WHEN id = '{instructor}' THEN -1 ELSE 1 END
                    WHERE id IN ('{instructor}', 'c0000000-0000-4000-8000-000000000001');
                COMMIT;
                """
            );
        }

        await database.AsOwnerAsync("ANALYZE ledger.accounts, ledger.transactions, ledger.entries");
    }
}
