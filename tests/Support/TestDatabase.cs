using ESchool.Data;
using Npgsql;

namespace ESchool.Tests.Support;

/// <summary>A database of one test class, cloned from a template that is migrated once a process.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static string? template;
    private static int count;

    private TestDatabase(string name) => Name = name;

    public string Name { get; }

    private static string ApplicationRole => new NpgsqlConnectionStringBuilder(TestStack.Get("ConnectionStrings__School")).Username!;

    /// <summary>How the programs connect: as the application's role.</summary>
    public string ApplicationConnection => Rename(TestStack.Get("ConnectionStrings__School"), Name, pool: 20);

    /// <summary>How operators connect.</summary>
    public string OwnerConnection => Rename(TestStack.Get("ConnectionStrings__Owner"), Name, pool: 5);

    public static async Task<TestDatabase> CreateAsync()
    {
        // CREATE DATABASE … TEMPLATE refuses while anybody is connected to the template, also another clone.
        await Gate.WaitAsync();
        try
        {
            template ??= await CreateTemplateAsync();
            var name = $"school_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
            // As dev/stack/postgres.sh makes the school's: rights to the database itself are not copied from the template.
            await ExecuteAsync($"REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {ApplicationRole}");
            return new TestDatabase(name);
        }
        finally
        {
            Gate.Release();
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync(Name);

    /// <summary>
    /// Drops a database once nobody uses it any more: a connection that is being closed is still one for a moment, and the owner may not end those of others.
    /// </summary>
    public static Task DropAsync(string name) =>
        Wait.UntilAsync(
            $"The end of {name}",
            async () =>
            {
                NpgsqlConnection.ClearAllPools();
                try
                {
                    await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    return true;
                }
                catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.ObjectInUse or PostgresErrorCodes.InsufficientPrivilege)
                {
                    return false;
                }
            }
        );

    private static async Task<string> CreateTemplateAsync()
    {
        var name = $"school_template_{Environment.ProcessId}";
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {name}");
        var owner = Rename(TestStack.Get("ConnectionStrings__Owner"), name, pool: 1) + ";Pooling=false";
        await SchoolMigrator.MigrateAsync(owner, ApplicationRole, CancellationToken.None);
        return name;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(TestStack.Get("ConnectionStrings__Owner") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Rename(string connectionString, string database, int pool) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database, MaxPoolSize = pool }.ConnectionString;
}
