using ESchool.Application.Typesetting.Tables;

namespace ESchool.Application.Tests.Administration.Exports;

/// <summary>What is written as a table is read back as it was, in every format, whatever people wrote.</summary>
public sealed class TableFileTests
{
    private static readonly TableColumn[] Columns =
    [
        new("text", ColumnKind.Text),
        new("time", ColumnKind.Time),
        new("whole", ColumnKind.Whole),
        new("decimal", ColumnKind.Decimal),
        new("flag", ColumnKind.Flag),
    ];

    /// <summary>The largest whole number that spreadsheets keep exactly.</summary>
    private const long MostExact = (1L << 53) - 1;

    private static readonly DateTime Noon = new(2026, 11, 30, 12, 0, 0, 123, 456, DateTimeKind.Utc);

    public static TheoryData<string> Texts =>
        [
            "Ada Lovelace",
            "=HYPERLINK(\"https://evil.test\", \"A\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1",
            "\t=1",
            "\r=1",
            "\n=1",
            "two\nlines",
            "two\r\nlines",
            "a,b",
            "say \"hi\"",
            "'",
            " spaces around ",
            "𝔸𝔻𝔸 👩‍🚀 שלום",
            "\u0001\u001B[31mred\u0007",
            "\uFFFE\uFFFF",
            "_x0041_",
            "_x005F_x0041_",
            "<b>&amp;</b>",
            "\u007F\u0085\u2028",
        ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task AText_ComesBackAsItWas_AndIsNoFormula(string text)
    {
        TableCell[][] rows =
        [
            [TableCell.Of(text), default, default, default, default],
        ];
        var csv = ReadTable.Csv(await CsvAsync(rows));
        var harmless = "=+-@\t\r\n＝＋－＠".Contains(text[0]) ? $"'{text}" : text;
        Assert.Equal([harmless, null, null, null, null], Assert.Single(csv.Rows));
        Assert.Equal([text, null, null, null, null], Assert.Single((await ReadTable.ParquetAsync(await ParquetAsync(rows))).Rows));
        Assert.Equal([text, null, null, null, null], Assert.Single(ReadTable.Xlsx(await XlsxAsync(rows), out _).Rows));
    }

    [Fact]
    public async Task TypedValues_ComeBackAsTheyWere()
    {
        TableCell[][] rows =
        [
            [TableCell.Of("x"), TableCell.Of(Noon), TableCell.Of(MostExact), TableCell.Of(49.00m), TableCell.Of(true)],
            [TableCell.Of(""), TableCell.Of(Noon.AddDays(-20_000)), TableCell.Of(-7m), TableCell.Of(-0.005m), TableCell.Of(false)],
        ];
        string?[][] expected =
        [
            ["x", ReadTable.Time(Noon), $"{MostExact}", "49", "true"],
            [null, ReadTable.Time(Noon.AddDays(-20_000)), "-7", "-0.005", "false"],
        ];
        Assert.Equal(expected, (await ReadTable.ParquetAsync(await ParquetAsync(rows))).Rows);

        var csv = ReadTable.Csv(await CsvAsync(rows));
        Assert.Equal(Columns.Select(column => column.Name), csv.Columns);
        Assert.Equal(["x", ReadTable.Time(Noon), $"{MostExact}", "49.00", "true"], csv.Rows[0]);
        Assert.Equal(expected[1], csv.Rows[1]);

        // A workbook has numbers of 64 bits floating, also for times: days since the end of 1899.
        var xlsx = ReadTable.Xlsx(await XlsxAsync(rows), out var sheets);
        Assert.Equal((1, MostExact, 49, "true"), (sheets, (long)NumberOf(xlsx.Rows[0][2]), NumberOf(xlsx.Rows[0][3]), xlsx.Rows[0][4]));
        Assert.Equal((-7, -0.005, "false"), (NumberOf(xlsx.Rows[1][2]), NumberOf(xlsx.Rows[1][3]), xlsx.Rows[1][4]));
        Assert.True((DateTime.FromOADate(NumberOf(xlsx.Rows[0][1])) - Noon).Duration() < TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task MoreRowsThanASheetHolds_GoOnOnTheNext()
    {
        var rows = Enumerable.Range(0, 25).Select(number => new[] { TableCell.Of($"{number}"), default, default, default, default }).ToArray();
        var table = ReadTable.Xlsx(await XlsxAsync(rows, sheetRows: 11), out var sheets);
        Assert.Equal(3, sheets);
        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"{number}"), table["text"]);
    }

    [Fact]
    public async Task MoreRowsThanAGroup_AreAllThere()
    {
        var rows = Enumerable
            .Range(0, ParquetTable.GroupRows + 1)
            .Select(number => new[] { TableCell.Of($"{number}"), default, TableCell.Of(number), default, default });
        var table = await ReadTable.ParquetAsync(await ParquetAsync([.. rows]));
        Assert.Equal(Enumerable.Range(0, ParquetTable.GroupRows + 1).Select(number => $"{number}"), table["whole"]);
    }

    [Fact]
    public async Task WithoutRows_ThereAreTheColumns()
    {
        Assert.Equal(Columns.Select(column => column.Name), ReadTable.Csv(await CsvAsync([])).Columns);
        Assert.Equal(Columns.Select(column => column.Name), (await ReadTable.ParquetAsync(await ParquetAsync([]))).Columns);
        Assert.Equal(Columns.Select(column => column.Name), ReadTable.Xlsx(await XlsxAsync([]), out _).Columns);
    }

    [Fact]
    public async Task ATextThatNoCellHolds_IsCut_BetweenCharacters()
    {
        var text = string.Concat(Enumerable.Repeat("👩", 20_000));
        TableCell[][] rows =
        [
            [TableCell.Of(text), default, default, default, default],
        ];
        var cut = Assert.Single(ReadTable.Xlsx(await XlsxAsync(rows), out _)["text"])!;
        Assert.Equal(32_767, cut.Length);
        Assert.Equal($"{text[..32_766]}…", cut);
        Assert.Equal(text, Assert.Single((await ReadTable.ParquetAsync(await ParquetAsync(rows)))["text"]));
    }

    private static double NumberOf(string? text) => double.Parse(text!, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<byte[]> CsvAsync(TableCell[][] rows) => WriteAsync(rows, file => Task.FromResult<ITableFile>(new CsvTable(file, Columns)));

    private static Task<byte[]> ParquetAsync(TableCell[][] rows) =>
        WriteAsync(rows, async file => await ParquetTable.BeginAsync(file, Columns, CancellationToken.None));

    private static Task<byte[]> XlsxAsync(TableCell[][] rows, int sheetRows = XlsxTable.SheetRows) =>
        WriteAsync(rows, async file => await XlsxTable.BeginAsync(file, "Table", Columns, CancellationToken.None, sheetRows));

    private static async Task<byte[]> WriteAsync(TableCell[][] rows, Func<Stream, Task<ITableFile>> begin)
    {
        using var file = new MemoryStream();
        await using (var table = await begin(file))
        {
            foreach (var part in rows.Chunk(7))
            {
                await table.WriteAsync(part, CancellationToken.None);
            }

            await table.EndAsync(CancellationToken.None);
        }

        return file.ToArray();
    }
}
