namespace ESchool.Application.Typesetting.Tables;

/// <summary>In what a table is written. <c>ExportFormat</c> and the contract's formats have the same numbers.</summary>
public enum TableFormat
{
    /// <summary>RFC 4180, UTF-8 with a byte order mark.</summary>
    Csv = 1,

    /// <summary>Apache Parquet.</summary>
    Parquet = 2,

    /// <summary>Office Open XML, as spreadsheets read it.</summary>
    Xlsx = 3,
}

/// <summary>Begins tables in any format.</summary>
internal static class TableFiles
{
    /// <summary>Begins a table in a stream, which stays open.</summary>
    /// <param name="format">In what.</param>
    /// <param name="file">Where to.</param>
    /// <param name="title">What it is called, where the format has names.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <param name="csvTimes">How CSV writes times.</param>
    public static async Task<ITableFile> BeginAsync(
        TableFormat format,
        Stream file,
        string title,
        IReadOnlyList<TableColumn> columns,
        CancellationToken cancellationToken,
        string csvTimes = CsvTable.Microseconds
    ) =>
        format switch
        {
            TableFormat.Csv => new CsvTable(file, columns, csvTimes),
            TableFormat.Parquet => await ParquetTable.BeginAsync(file, columns, cancellationToken),
            TableFormat.Xlsx => await XlsxTable.BeginAsync(file, title, columns, cancellationToken),
            _ => throw new InvalidOperationException($"{format} is not known."),
        };

    /// <summary>The media type.</summary>
    public static string TypeOf(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => "text/csv; charset=utf-8",
            TableFormat.Parquet => "application/vnd.apache.parquet",
            _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        };

    /// <summary>What the names of files end with, without the dot.</summary>
    public static string EndingOf(TableFormat format) => format.ToString().ToLowerInvariant();
}
