using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace ESchool.Application.Typesetting.Tables;

/// <summary>
/// A table as a workbook. A sheet holds 1,048,576 rows; what is more goes on on the next, under the same header. Texts are typed texts: no spreadsheet takes
/// them for formulas. A time is a number to spreadsheets, which know no zones: it is UTC.
/// </summary>
internal sealed class XlsxTable : ITableFile
{
    /// <summary>How many rows a sheet holds, with its header.</summary>
    public const int SheetRows = 1_048_576;

    private static readonly SpreadCheetahOptions Options = new() { PreserveStringWhitespace = true };

    private readonly Spreadsheet workbook;
    private readonly string title;
    private readonly IReadOnlyList<TableColumn> columns;
    private readonly int sheetRows;
    private readonly DataCell[] cells;
    private int sheets;
    private int filled;

    private XlsxTable(Spreadsheet workbook, string title, IReadOnlyList<TableColumn> columns, int sheetRows)
    {
        (this.workbook, this.title, this.columns, this.sheetRows) = (workbook, title, columns, sheetRows);
        cells = new DataCell[columns.Count];
        filled = sheetRows;
    }

    /// <summary>Begins a workbook.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="title">What its sheets are called.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <param name="sheetRows">How many rows a sheet has at most.</param>
    public static async Task<XlsxTable> BeginAsync(
        Stream file,
        string title,
        IReadOnlyList<TableColumn> columns,
        CancellationToken cancellationToken,
        int sheetRows = SheetRows
    ) => new(await Spreadsheet.CreateNewAsync(file, Options, cancellationToken), title, columns, sheetRows);

    public async Task WriteAsync(IReadOnlyList<TableCell[]> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            if (filled >= sheetRows)
            {
                await BeginSheetAsync(cancellationToken);
            }

            for (var place = 0; place < cells.Length; place++)
            {
                cells[place] = CellOf(row[place], columns[place].Kind);
            }

            await workbook.AddRowAsync(cells.AsMemory(), cancellationToken);
            filled++;
        }
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (sheets == 0)
        {
            await BeginSheetAsync(cancellationToken);
        }

        await workbook.FinishAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => workbook.DisposeAsync();

    private async Task BeginSheetAsync(CancellationToken cancellationToken)
    {
        sheets++;
        var name = sheets == 1 ? title : $"{title} {sheets}";
        await workbook.StartWorksheetAsync(name, new WorksheetOptions { FrozenRows = 1 }, cancellationToken);
        await workbook.AddHeaderRowAsync(columns.Select(column => column.Name).ToArray(), styleId: null, cancellationToken);
        filled = 1;
    }

    private static DataCell CellOf(TableCell cell, ColumnKind kind) =>
        cell.IsEmpty
            ? default
            : kind switch
            {
                ColumnKind.Text => new DataCell(XlsxText.Of(cell.Text!)),
                ColumnKind.Time => new DataCell(cell.Time),
                ColumnKind.Flag => new DataCell(cell.Number != 0),
                ColumnKind.Whole => new DataCell((long)cell.Number),
                _ => new DataCell(cell.Number),
            };
}
