using ESchool.Application.Administration.Exports.Tables;
using ESchool.Application.Days;
using ESchool.Application.Typesetting.Tables;
using ESchool.Data;
using ESchool.Domain.Administration.Exports;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Administration.Exports;

/// <summary>
/// Reads the rows of an export in parts, along their keys, each part in a transaction of its own: an export that takes an hour holds back no vacuum. Rows that
/// were made before the export was asked for are in it once, as they are when their part is read; later ones are not.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class ExportReader(SchoolDbContext db)
{
    /// <summary>How many rows are in memory at a time.</summary>
    internal const int PartRows = 2_000;

    /// <summary>A part of a large table behind a narrow filter is found late. No caller waits.</summary>
    private const int LongestQuerySeconds = 600;

    /// <summary>Counts the rows.</summary>
    public async Task<long> CountAsync(TableExport export, CancellationToken cancellationToken)
    {
        var (table, condition, values) = Rows(export);
        return await db.InTransactionAsync(
            async () =>
            {
                await using var batch = db.NewBatch().With($"SELECT count(*) FROM {table.From} WHERE {condition}", [Guid.Empty, .. values]);
                batch.Timeout = LongestQuerySeconds;
                await using var reader = await batch.ReadAsync(cancellationToken);
                await reader.ReadAsync(cancellationToken);
                return reader.GetInt64(0);
            },
            cancellationToken
        );
    }

    /// <summary>Reads the rows, the oldest first.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<TableCell[]>> ReadAsync(
        TableExport export,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (table, condition, values) = Rows(export);
        var selected = table.Columns.SelectMany(column => column.Sql).Prepend(table.Key);
        var sql = $"SELECT {string.Join(", ", selected)} FROM {table.From} WHERE {condition} ORDER BY {table.Key} LIMIT {PartRows}";
        var after = Guid.Empty;
        while (true)
        {
            var (rows, last) = await PartAsync(sql, table.Columns, [after, .. values], cancellationToken);
            if (rows.Count > 0)
            {
                yield return rows;
            }

            if (rows.Count < PartRows)
            {
                yield break;
            }

            after = last;
        }
    }

    /// <summary>The condition on a table's rows, of which the first parameter is the key that the part before ended with.</summary>
    private static (ExportTable Table, string Condition, IReadOnlyList<object> Values) Rows(TableExport export)
    {
        var (table, filter) = (ExportTable.Of(export.Subject), export.Filter);
        var until = filter.Until is { } end && end < export.RequestedAt ? end : export.RequestedAt;
        List<object> values = [filter.From is { } from ? RowIds.FirstAt(from) : Guid.Empty, RowIds.FirstAt(until)];
        List<string> conditions = [table.Where, $"{table.Key} > $1", $"{table.Key} >= $2", $"{table.Key} < $3"];
        foreach (var (_, condition, value) in table.Limits(filter))
        {
            values.Add(value);
            conditions.Add(condition!.Replace("{0}", $"${values.Count + 1}", StringComparison.Ordinal));
        }

        return (table, string.Join(" AND ", conditions), values);
    }

    private Task<(IReadOnlyList<TableCell[]> Rows, Guid Last)> PartAsync(
        string sql,
        IReadOnlyList<ExportColumn> columns,
        object[] values,
        CancellationToken cancellationToken
    ) =>
        db.InTransactionAsync(
            async () =>
            {
                await using var batch = db.NewBatch().With(sql, values);
                batch.Timeout = LongestQuerySeconds;
                await using var reader = await batch.ReadAsync(cancellationToken);
                var (rows, last) = (new List<TableCell[]>(PartRows), Guid.Empty);
                while (await reader.ReadAsync(cancellationToken))
                {
                    last = reader.GetGuid(0);
                    rows.Add(RowOf(reader, columns));
                }

                return ((IReadOnlyList<TableCell[]>)rows, last);
            },
            cancellationToken
        );

    private static TableCell[] RowOf(NpgsqlDataReader reader, IReadOnlyList<ExportColumn> columns)
    {
        var (row, place) = (new TableCell[columns.Count], 1);
        for (var number = 0; number < row.Length; number++)
        {
            var column = columns[number];
            row[number] = reader.IsDBNull(place) ? default : column.Read(reader, place);
            place += column.Sql.Count;
        }

        return row;
    }
}
