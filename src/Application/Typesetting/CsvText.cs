using System.Buffers;

namespace ESchool.Application.Typesetting;

/// <summary>Rows and cells of CSV files (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>What spreadsheets take for the beginning of a formula, also in its full width, and what they skip before one.</summary>
    private const string FormulaBeginnings = "=+-@\t\r\n＝＋－＠";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>A row with its end.</summary>
    public static string Row(params IEnumerable<string> cells) => $"{string.Join(',', cells.Select(Quoted))}\r\n";

    /// <summary>
    /// What people wrote, for a cell: the file may be opened by somebody else, and an apostrophe keeps spreadsheets from running it.
    /// </summary>
    public static string Harmless(string words) => words.Length > 0 && FormulaBeginnings.Contains(words[0]) ? $"'{words}" : words;

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(Special) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
