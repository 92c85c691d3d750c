using Npgsql;

namespace ESchool.Tests.Support;

/// <summary>Looks for words in every column of every table.</summary>
public static class DatabaseSearch
{
    /// <summary>The tables that hold a word, in any case; also as the bytes of its UTF-8: answers of calls, for example.</summary>
    public static async Task<IReadOnlyList<string>> FindTablesAsync(TestDatabase database, string word)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnection);
        await connection.OpenAsync();
        var found = new List<string>();
        foreach (var table in await TablesAsync(connection))
        {
            await using var search = new NpgsqlCommand(
                $"SELECT EXISTS (SELECT 1 FROM {table} t WHERE strpos(lower(t::text), lower($1)) > 0 OR strpos(t::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0)",
                connection
            )
            {
                Parameters = { new() { Value = word } },
            };
            if ((bool)(await search.ExecuteScalarAsync())!)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlConnection connection)
    {
        var tables = new List<string>();
        await using var list = new NpgsqlCommand(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
            connection
        );
        await using var reader = await list.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
