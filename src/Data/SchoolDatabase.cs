using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Data;

/// <summary>How a context reaches Postgres; used by the programs, the tests and the migration tool alike.</summary>
public static class SchoolDatabase
{
    /// <summary>The schema of the migrations' own history.</summary>
    public const string HistorySchema = "migrations";

    private static readonly RowLocks.Interceptor Locks = new();

    public static DbContextOptionsBuilder UseSchoolDatabase(this DbContextOptionsBuilder options, string connectionString) =>
        options
            .UseNpgsql(Prepared(connectionString), npgsql => npgsql.MigrationsHistoryTable("history", HistorySchema))
            .UseSnakeCaseNamingConvention()
            .AddInterceptors(Locks);

    /// <summary>Statements that come again are prepared by themselves; a connection string that says otherwise (for a pooler between) is kept.</summary>
    internal static string Prepared(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.ContainsKey("Max Auto Prepare")
            ? connectionString
            : new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200 }.ConnectionString;
    }
}
