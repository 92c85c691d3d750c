namespace ESchool.Application.Typesetting.Tables;

/// <summary>What the cells of a column are.</summary>
internal enum ColumnKind
{
    /// <summary>Text, which may be what people wrote.</summary>
    Text,

    /// <summary>A time in UTC.</summary>
    Time,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with up to <see cref="TableColumn.MostDecimals"/> decimals, as many as it is given with.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>A column of a table that is written as a file.</summary>
/// <param name="Name">What the first row says.</param>
/// <param name="Kind">What its cells are.</param>
internal sealed record TableColumn(string Name, ColumnKind Kind)
{
    /// <summary>No currency has more.</summary>
    public const int MostDecimals = 3;
}

/// <summary>A cell. The kind of its column decides which of the values counts.</summary>
internal readonly record struct TableCell
{
    private readonly bool holdsSomething;

    private TableCell(string? text, decimal number, DateTime time)
    {
        (Text, Number, Time, holdsSomething) = (text, number, time, true);
    }

    /// <summary>The text of a column of texts; null when the cell is empty.</summary>
    public string? Text { get; }

    /// <summary>The number of a column of numbers; 1 for true and 0 for false.</summary>
    public decimal Number { get; }

    /// <summary>The time, in UTC.</summary>
    public DateTime Time { get; }

    /// <summary>True for a cell without a value, which is what a cell begins as.</summary>
    public bool IsEmpty => !holdsSomething;

    public static TableCell Of(string text) => new(text, 0, default);

    public static TableCell Of(decimal number) => new(null, number, default);

    public static TableCell Of(bool flag) => new(null, flag ? 1 : 0, default);

    public static TableCell Of(DateTime utc) => new(null, 0, utc);
}
