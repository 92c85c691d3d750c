using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Data;

/// <summary>
/// What Postgres itself refuses and announces, whoever writes: triggers and functions, one idempotent SQL file per feature in <c>Guards/</c>. They are
/// applied after the migrations, every time.
/// </summary>
public static class SchoolGuards
{
    private static readonly string Sql = Read();

    /// <summary>SHA-256 of all guards this program knows, in hexadecimal; the one a database has is in <c>migrations.guards</c>.</summary>
    public static string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Returns the fingerprint of the guards a database has, or null when it has none.</summary>
    public static async Task<string?> AppliedAsync(SchoolDbContext db, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<string>($"SELECT fingerprint AS \"Value\" FROM migrations.guards").SingleOrDefaultAsync(cancellationToken);

    /// <summary>Applies all of them in the caller's transaction.</summary>
    internal static async Task ApplyAsync(SchoolDbContext db, CancellationToken cancellationToken)
    {
        // The files hold braces and percent signs: they are a command's text as they are, not a format.
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = Sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            CREATE TABLE IF NOT EXISTS migrations.guards (singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton), fingerprint text NOT NULL)
            """,
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO migrations.guards (fingerprint) VALUES ({Fingerprint}) ON CONFLICT (singleton) DO UPDATE SET fingerprint = excluded.fingerprint",
            cancellationToken
        );
    }

    private static string Read()
    {
        var assembly = typeof(SchoolGuards).Assembly;
        return string.Join(
            '\n',
            assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith("Guards/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                })
        );
    }
}
