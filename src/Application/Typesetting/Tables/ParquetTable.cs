using Parquet;
using Parquet.Schema;

namespace ESchool.Application.Typesetting.Tables;

/// <summary>
/// A table as Parquet. Times are microseconds in UTC, numbers with decimals are decimals with three of them, and every column may be null. Rows are gathered
/// into groups; a group is what is held in memory.
/// </summary>
internal sealed class ParquetTable : ITableFile
{
    /// <summary>How many rows a group has.</summary>
    public const int GroupRows = 10_000;

    private readonly GatheringStream gathered;
    private readonly ParquetWriter writer;
    private readonly IReadOnlyList<TableColumn> columns;
    private readonly DataField[] fields;
    private readonly List<TableCell[]> group = new(GroupRows);
    private bool isEnded;

    private ParquetTable(GatheringStream gathered, ParquetWriter writer, IReadOnlyList<TableColumn> columns, DataField[] fields) =>
        (this.gathered, this.writer, this.columns, this.fields) = (gathered, writer, columns, fields);

    /// <summary>Begins a file.</summary>
    public static async Task<ParquetTable> BeginAsync(Stream file, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        var schema = new ParquetSchema(columns.Select(FieldOf));
        var gathered = new GatheringStream(file);
        var writer = await ParquetWriter.CreateAsync(schema, gathered, new ParquetOptions(), append: false, cancellationToken);
        return new ParquetTable(gathered, writer, columns, schema.DataFields);
    }

    public async Task WriteAsync(IReadOnlyList<TableCell[]> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            group.Add(row);
            if (group.Count == GroupRows)
            {
                await SendGroupAsync(cancellationToken);
            }
        }
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (group.Count > 0)
        {
            await SendGroupAsync(cancellationToken);
        }

        // It writes the index of the file.
        isEnded = true;
        await writer.DisposeAsync();
        await gathered.SendAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!isEnded)
        {
            isEnded = true;
            await writer.DisposeAsync();
        }

        await gathered.DisposeAsync();
    }

    private static Field FieldOf(TableColumn column) =>
        column.Kind switch
        {
            ColumnKind.Text => new DataField<string>(column.Name),
            ColumnKind.Time => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
            ColumnKind.Whole => new DataField<long?>(column.Name),
            ColumnKind.Decimal => new DecimalDataField(column.Name, precision: 22, TableColumn.MostDecimals, isNullable: true),
            _ => new DataField<bool?>(column.Name),
        };

    private async Task SendGroupAsync(CancellationToken cancellationToken)
    {
        using (var rows = writer.CreateRowGroup())
        {
            for (var place = 0; place < columns.Count; place++)
            {
                await WriteColumnAsync(rows, place, cancellationToken);
            }

            rows.CompleteValidate();
        }

        group.Clear();
        await gathered.SendAsync(cancellationToken);
    }

    private Task WriteColumnAsync(ParquetRowGroupWriter rows, int place, CancellationToken cancellationToken)
    {
        var field = fields[place];
        return columns[place].Kind switch
        {
            ColumnKind.Text => rows.WriteAsync(field, group.ConvertAll(row => row[place].Text!)),
            ColumnKind.Time => rows.WriteAsync<DateTime>(field, Values(place, cell => (DateTime?)cell.Time), cancellationToken: cancellationToken),
            ColumnKind.Whole => rows.WriteAsync<long>(field, Values(place, cell => (long?)cell.Number), cancellationToken: cancellationToken),
            ColumnKind.Decimal => rows.WriteAsync<decimal>(field, Values(place, cell => (decimal?)cell.Number), cancellationToken: cancellationToken),
            _ => rows.WriteAsync<bool>(field, Values(place, cell => (bool?)(cell.Number != 0)), cancellationToken: cancellationToken),
        };
    }

    private ReadOnlyMemory<T?> Values<T>(int place, Func<TableCell, T?> value)
        where T : struct
    {
        var values = new T?[group.Count];
        for (var row = 0; row < values.Length; row++)
        {
            var cell = group[row][place];
            values[row] = cell.IsEmpty ? null : value(cell);
        }

        return values;
    }
}
