namespace ESchool.Bench.Measures.Ledger;

/// <summary>What the product sends for a posting, in the language of pgbench; in two round trips and a commit, too.</summary>
internal static class LedgerStatements
{
    public static readonly string Release = Script(
        kind: 2,
        ("ARRAY[10, 11]", "ARRAY[:owner, :owner]", "ARRAY['EUR', 'EUR']"),
        ("a0000000-0000-4000-8000-", "1"),
        ("b0000000-0000-4000-8000-", "-1")
    );

    public static readonly string Sale = Script(
        kind: 1,
        ("ARRAY[1, 2, 3, 10]", "ARRAY[:nobody, :nobody, :nobody, :owner]", "ARRAY['EUR', 'EUR', 'EUR', 'EUR']"),
        ("c0000000-0000-4000-8000-000000000001", "4728"),
        ("c0000000-0000-4000-8000-000000000002", "172"),
        ("c0000000-0000-4000-8000-000000000003", "-980"),
        ("a0000000-0000-4000-8000-", "-3920")
    );

    private const string Earning = """

        INSERT INTO ledger.earnings (order_id, instructor_id, minor_units, currency, release_at)
        SELECT e.order_id, e.instructor_id, e.minor_units, e.currency, now() FROM unnest(ARRAY[:transaction], ARRAY[:owner], ARRAY[3920::bigint],
            ARRAY['EUR']) AS e (order_id, instructor_id, minor_units, currency);
        """;

    private static string Script(int kind, (string Kinds, string Owners, string Currencies) names, params (string Account, string Amount)[] lines)
    {
        var ids = string.Join(
            ", ",
            lines.Select(l => l.Account.EndsWith('-') ? $"('{l.Account}' || lpad((:n)::text, 12, '0'))::uuid" : $"'{l.Account}'::uuid")
        );
        var amounts = string.Join(", ", lines.Select(l => $"{l.Amount}::bigint"));
        var transactions = string.Join(", ", lines.Select(_ => ":transaction"));
        var fresh = string.Join(", ", lines.Select(_ => "gen_random_uuid()"));
        return $"""
            \set n random(1, {LedgerSeed.Instructors})
            \set r random(1, 9000000000000000000)
            \startpipeline
            BEGIN;{(kind == 1 ? Earning : "")}
            INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units)
            SELECT gen_random_uuid(), n.kind, n.owner, n.currency, 0 FROM unnest({names.Kinds}, {names.Owners}, {names.Currencies}) AS n (kind,
                owner, currency)
            WHERE NOT EXISTS (SELECT 1 FROM ledger.accounts a WHERE a.owner_id = n.owner AND a.kind = n.kind AND a.currency = n.currency)
            ORDER BY n.owner, n.kind, n.currency
            ON CONFLICT (owner_id, kind, currency) DO NOTHING;
            SELECT id, kind, owner_id, currency, balance_minor_units FROM ledger.accounts
            WHERE id = ANY (ARRAY (
                SELECT (SELECT a.id FROM ledger.accounts a WHERE a.owner_id = n.owner AND a.kind = n.kind AND a.currency = n.currency)
                FROM unnest({names.Kinds}, {names.Owners}, {names.Currencies}) AS n (kind, owner, currency)))
            ORDER BY id FOR UPDATE;
            \endpipeline
            \startpipeline
            INSERT INTO ledger.transactions (id, kind, source, currency, posted_at)
            SELECT t.id, t.kind, t.source, t.currency, now() FROM unnest(ARRAY[:transaction], ARRAY[{kind}], ARRAY['bench/'
                || (:r)::text], ARRAY['EUR']) AS t (id, kind, source, currency);
            INSERT INTO ledger.entries (id, transaction_id, account_id, amount_minor_units)
            SELECT e.id, e.transaction_id, e.account_id, e.amount FROM unnest(ARRAY[{fresh}], ARRAY[{transactions}], ARRAY[{ids}],
                ARRAY[{amounts}]) AS e (id, transaction_id, account_id, amount);
            UPDATE ledger.accounts SET balance_minor_units = balance_minor_units + (ARRAY[{amounts}])[array_position(ARRAY[{ids}], id)]
                WHERE id = ANY (ARRAY[{ids}]);
            COMMIT;
            \endpipeline
            """.Replace(":transaction", "lpad(to_hex((:r)::bigint), 32, '0')::uuid", StringComparison.Ordinal).Replace(
            ":nobody",
            "'00000000-0000-0000-0000-000000000000'::uuid",
            StringComparison.Ordinal
        ).Replace(":owner", "('00000000-0000-4000-8000-' || lpad((:n)::text, 12, '0'))::uuid", StringComparison.Ordinal);
    }
}
