namespace ESchool.Application.Ledger;

/// <summary>SQL that finds the sale a transaction is about, by the name of what caused it.</summary>
internal static class LedgerDocuments
{
    /// <summary>
    /// Joins to a transaction <c>t</c> its order as <c>o</c>: of the sale, the refund, the dispute or the month of a membership; none of a payout. By ids, and
    /// so by their indexes.
    /// </summary>
    public const string JoinOrder = """
        LEFT JOIN payments.refunds r ON r.id = CASE WHEN t.source ~ '^refunds/[0-9a-f-]{36}$' THEN substr(t.source, 9)::uuid END
        LEFT JOIN payments.disputes d ON d.id = CASE WHEN t.source ~ '^disputes/[0-9a-f-]{36}$' THEN substr(t.source, 10)::uuid END
        LEFT JOIN memberships.months mm ON mm.id = CASE WHEN t.source ~ '^membershipMonths/[0-9a-f-]{36}$' THEN substr(t.source, 18)::uuid END
        LEFT JOIN payments.orders o ON o.id = coalesce(r.order_id, d.order_id, mm.order_id,
            CASE WHEN t.source ~ '^orders/[0-9a-f-]{36}$' THEN substr(t.source, 8)::uuid END)
        """;
}
