using Microsoft.EntityFrameworkCore;

namespace ESchool.Data;

/// <summary>How a context reaches Postgres; used by the programs, the tests and the migration tool alike.</summary>
public static class SchoolDatabase
{
    /// <summary>The schema of the migrations' own history.</summary>
    public const string HistorySchema = "migrations";

    public static DbContextOptionsBuilder UseSchoolDatabase(this DbContextOptionsBuilder options, string connectionString) =>
        options
            .UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("history", HistorySchema))
            .UseSnakeCaseNamingConvention();
}
