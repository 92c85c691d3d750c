using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Parquet;
using Parquet.Schema;

namespace ESchool.Application.Tests.Administration.Exports;

/// <summary>A table that was read back: the names of its columns, and its rows as texts, with null where a cell is empty.</summary>
internal sealed partial record ReadTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows)
{
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public int ColumnOf(string name) => Columns.ToList().IndexOf(name);

    public IEnumerable<string?> this[string column] => Rows.Select(row => row[ColumnOf(column)]);

    /// <summary>RFC 4180, character by character: what is quoted may hold anything.</summary>
    public static ReadTable Csv(byte[] file)
    {
        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        var (text, rows, row, cell, quoted) = (
            Encoding.UTF8.GetString(file, 3, file.Length - 3),
            new List<List<string>>(),
            new List<string>(),
            new StringBuilder(),
            false
        );
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append(text[++i]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r' when !quoted:
                    Assert.Equal('\n', text[++i]);
                    row.Add(cell.ToString());
                    cell.Clear();
                    rows.Add(row);
                    row = [];
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }

        Assert.Equal((0, 0), (row.Count, cell.Length));
        Assert.All(rows, one => Assert.Equal(rows[0].Count, one.Count));
        return new ReadTable(rows[0], [.. rows.Skip(1).Select(one => (IReadOnlyList<string?>)[.. one.Select(c => c.Length == 0 ? null : c)])]);
    }

    /// <summary>All sheets, one after the other; no cell may be a formula.</summary>
    public static ReadTable Xlsx(byte[] file, out int sheets)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        var parts = zip
            .Entries.Where(entry => SheetPath().IsMatch(entry.FullName))
            .OrderBy(entry => entry.FullName.Length)
            .ThenBy(entry => entry.FullName)
            .ToList();
        var (columns, rows) = ((IReadOnlyList<string?>?)null, new List<IReadOnlyList<string?>>());
        sheets = parts.Count;
        foreach (var part in parts)
        {
            using var content = part.Open();
            var sheet = XDocument.Load(content, LoadOptions.PreserveWhitespace);
            Assert.Empty(sheet.Descendants(Sheet + "f"));
            var read = sheet.Descendants(Sheet + "row").Select(row => (IReadOnlyList<string?>)[.. row.Elements(Sheet + "c").Select(TextOf)]).ToList();
            columns ??= read[0];
            Assert.Equal(columns, read[0]);
            rows.AddRange(read.Skip(1));
        }

        return new ReadTable([.. columns!.Select(name => name!)], rows);
    }

    public static async Task<ReadTable> ParquetAsync(byte[] file)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        var rows = new List<string?[]>();
        for (var number = 0; number < reader.RowGroupCount; number++)
        {
            using var group = reader.OpenRowGroupReader(number);
            var (first, count) = (rows.Count, (int)group.RowCount);
            rows.AddRange(Enumerable.Range(0, count).Select(_ => new string?[reader.Schema.DataFields.Length]));
            foreach (var (place, field) in reader.Schema.DataFields.Index())
            {
                var values = await ValuesAsync(group, field, count);
                for (var row = 0; row < count; row++)
                {
                    rows[first + row][place] = values[row];
                }
            }
        }

        return new ReadTable([.. reader.Schema.DataFields.Select(field => field.Name)], rows);
    }

    private static async Task<IReadOnlyList<string?>> ValuesAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        if (field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[count];
            await group.ReadAsync(field, texts.AsMemory());
            return [.. texts.Select(text => string.IsNullOrEmpty(text) ? null : text)];
        }

        return field.ClrType == typeof(DateTime) ? await ReadAsync<DateTime>(group, field, count, time => Time(time))
            : field.ClrType == typeof(long) ? await ReadAsync<long>(group, field, count, number => number.ToString(CultureInfo.InvariantCulture))
            : field.ClrType == typeof(decimal) ? await ReadAsync<decimal>(group, field, count, Plain)
            : field.ClrType == typeof(bool) ? await ReadAsync<bool>(group, field, count, flag => flag ? "true" : "false")
            : throw new InvalidOperationException($"{field.Name} is {field.ClrType}.");
    }

    private static async Task<IReadOnlyList<string?>> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int count, Func<T, string> text)
        where T : struct
    {
        var values = new T?[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return [.. values.Select(value => value is { } one ? text(one) : null)];
    }

    /// <summary>As CSV writes it, to the microsecond.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Without zeros at the end.</summary>
    public static string Plain(decimal number) => (number / 1.000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string? TextOf(XElement cell)
    {
        var text = (string?)cell.Attribute("t") switch
        {
            "inlineStr" => string.Concat(cell.Descendants(Sheet + "t").Select(t => t.Value)),
            "b" => cell.Element(Sheet + "v")?.Value == "1" ? "true" : "false",
            _ => cell.Element(Sheet + "v")?.Value,
        };
        return string.IsNullOrEmpty(text)
            ? null
            : Escaped().Replace(text, m => ((char)int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
    }

    [GeneratedRegex("^xl/worksheets/sheet[0-9]+\\.xml$")]
    private static partial Regex SheetPath();

    /// <summary>ST_Xstring of ECMA-376.</summary>
    [GeneratedRegex("_x([0-9a-fA-F]{4})_")]
    private static partial Regex Escaped();
}
