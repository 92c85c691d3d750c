using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Data;

/// <summary>Brings the database to the present model and gives the application's role its rights. Run by an operator or `up`, never by a program's start.</summary>
public static class SchoolMigrator
{
    private static readonly string[] Schemas =
    [
        "identity", "instructors", "catalog", "media", "learning", "certificates", "payments", "ledger", "payouts", "chat", "notifications",
        "administration", "outbox", "idempotency",
    ];

    /// <param name="ownerConnectionString">A role that owns the database.</param>
    /// <param name="applicationRole">The role the programs run as; the owner itself when there is only one.</param>
    /// <param name="cancellationToken">Stops between migrations.</param>
    public static async Task MigrateAsync(string ownerConnectionString, string applicationRole, CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<SchoolDbContext>();
        options.UseSchoolDatabase(ownerConnectionString);
        await using var db = new SchoolDbContext(options.Options);
        await db.Database.MigrateAsync(cancellationToken);
        if (new NpgsqlConnectionStringBuilder(ownerConnectionString).Username != applicationRole)
        {
            await db.Database.ExecuteSqlRawAsync(GrantsTo(applicationRole), cancellationToken);
        }
    }

    private static string GrantsTo(string role)
    {
        var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(role);
        var grants = Schemas.Select(schema => $"""
            GRANT USAGE ON SCHEMA {schema} TO {quoted};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {quoted};
            """);

        // What is written once is also beyond the application's rights, not only refused by triggers.
        return $"""
            {string.Join('\n', grants)}
            GRANT USAGE ON SCHEMA {SchoolDatabase.HistorySchema} TO {quoted};
            GRANT SELECT ON ALL TABLES IN SCHEMA {SchoolDatabase.HistorySchema} TO {quoted};
            REVOKE UPDATE, DELETE, TRUNCATE ON ledger.entries, ledger.transactions, ledger.seals, ledger.seal_lines, payouts.payout_items, payouts.transfer_reversals, administration.audit_events FROM {quoted};
            """;
    }
}
