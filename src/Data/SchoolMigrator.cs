using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ESchool.Data;

/// <summary>
/// Brings the database to the present model and gives the application's role its rights. Run by an operator or `up`, never by a program's start.
/// </summary>
public static class SchoolMigrator
{
    /// <summary>What operators lock; a text that <c>hashtextextended</c> makes a number of.</summary>
    public const string LockName = "migrations";

    /// <param name="ownerConnectionString">A role that owns the database.</param>
    /// <param name="applicationRole">The role the programs run as; the owner itself when there is only one.</param>
    /// <param name="cancellationToken">Stops between migrations.</param>
    public static async Task MigrateAsync(string ownerConnectionString, string applicationRole, CancellationToken cancellationToken)
    {
        var options = new DbContextOptionsBuilder<SchoolDbContext>();

        // Without a pool the connection ends here, and its lock with it, whatever happens.
        options.UseSchoolDatabase(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false }.ConnectionString);
        await using var db = new SchoolDbContext(options.Options);
        var database = db.GetService<IRelationalDatabaseCreator>();
        if (!await database.ExistsAsync(cancellationToken))
        {
            await database.CreateAsync(cancellationToken);
        }

        // One operator at a time, from beginning to end: EF lets go of its own lock between two migrations, and Postgres refuses to change a function or a
        // right twice at once.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtextextended({LockName}, 0))", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SchoolGuards.ApplyAsync(db, cancellationToken);
        if (new NpgsqlConnectionStringBuilder(ownerConnectionString).Username != applicationRole)
        {
            await db.Database.ExecuteSqlRawAsync(GrantsTo(applicationRole, db), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static string GrantsTo(string role, SchoolDbContext db)
    {
        var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(role);
        var grants = db
            .Model.GetEntityTypes()
            .Select(entity => entity.GetSchema())
            .Distinct()
            .Order()
            .Select(schema =>
                $"""
                    GRANT USAGE ON SCHEMA {schema} TO {quoted};
                    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {quoted};
                    """
            );

        // Postgres puts its extensions into public. What a guard says is written once is also beyond the application's rights.
        return $"""
            {string.Join('\n', grants)}
            GRANT USAGE ON SCHEMA public TO {quoted};
            GRANT USAGE ON SCHEMA {SchoolDatabase.HistorySchema} TO {quoted};
            GRANT SELECT ON ALL TABLES IN SCHEMA {SchoolDatabase.HistorySchema} TO {quoted};
            DO $$
            DECLARE
                written_once regclass;
            BEGIN
                FOR written_once IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'refuse_change' LOOP
                    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM {quoted}', written_once);
                END LOOP;
            END $$;
            """;
    }
}
