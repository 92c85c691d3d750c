using System.Globalization;
using System.Text;

namespace ESchool.Application.Typesetting.Tables;

/// <summary>
/// A table as CSV (RFC 4180). Spreadsheets take a file for UTF-8 only with a byte order mark. Times are ISO 8601 in UTC; an empty cell is an empty text, too.
/// </summary>
internal sealed class CsvTable(Stream file, IReadOnlyList<TableColumn> columns, string times = CsvTable.Microseconds) : ITableFile
{
    /// <summary>Times as Postgres has them.</summary>
    public const string Microseconds = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private bool hasHeader;

    public async Task WriteAsync(IReadOnlyList<TableCell[]> rows, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        Begin(text);
        foreach (var row in rows)
        {
            text.Append(CsvText.Row(columns.Select((column, place) => TextOf(row[place], column.Kind))));
        }

        await SendAsync(text, cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        Begin(text);
        return SendAsync(text, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Begin(StringBuilder text)
    {
        if (!hasHeader)
        {
            hasHeader = true;
            text.Append('\uFEFF').Append(CsvText.Row(columns.Select(column => column.Name)));
        }
    }

    private Task SendAsync(StringBuilder text, CancellationToken cancellationToken) =>
        file.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).AsTask();

    private string TextOf(TableCell cell, ColumnKind kind) =>
        cell.IsEmpty
            ? ""
            : kind switch
            {
                ColumnKind.Text => CsvText.Harmless(cell.Text!),
                ColumnKind.Time => cell.Time.ToString(times, CultureInfo.InvariantCulture),
                ColumnKind.Flag => cell.Number == 0 ? "false" : "true",
                _ => cell.Number.ToString(CultureInfo.InvariantCulture),
            };
}
