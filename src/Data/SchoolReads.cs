using Npgsql;

namespace ESchool.Data;

/// <summary>
/// Connections for the few reads that are written by hand because the public asks for them all day. Small pools: more connections than cores only wait
/// for each other.
/// </summary>
public sealed class SchoolReads : IAsyncDisposable
{
    private const int PoolSize = 8;

    private readonly NpgsqlDataSource keyed;
    private readonly NpgsqlDataSource planned;

    /// <param name="connectionString">How the application connects.</param>
    public SchoolReads(string connectionString)
    {
        // Reads leave nothing behind on a connection. Without a reset the functions of search keep their plans; making them takes longer than a search. Of a
        // text without words Postgres would send a notice with each of them.
        var settings = new NpgsqlConnectionStringBuilder(SchoolDatabase.Prepared(connectionString)) { MaxPoolSize = PoolSize, NoResetOnClose = true };
        settings.Options = $"{settings.Options} -c client_min_messages=warning".TrimStart();
        planned = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MaxAutoPrepare = 0 });
        settings.Options = $"{settings.Options} -c plan_cache_mode=force_generic_plan".TrimStart();
        keyed = NpgsqlDataSource.Create(settings);
    }

    /// <summary>For statements that find their rows by an index whatever is asked for: planned once a connection.</summary>
    public NpgsqlBatch Keyed() => keyed.CreateBatch();

    /// <summary>For a statement whose best plan depends on what is asked for, as in a search: planned every time.</summary>
    public NpgsqlCommand Planned(string sql) => planned.CreateCommand(sql);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await keyed.DisposeAsync();
        await planned.DisposeAsync();
    }
}
