namespace ESchool.Application.Typesetting.Tables;

/// <summary>A table that is being written into a stream, some rows at a time: what is held in memory does not grow with their number.</summary>
internal interface ITableFile : IAsyncDisposable
{
    /// <summary>Adds rows; each has a cell for every column.</summary>
    Task WriteAsync(IReadOnlyList<TableCell[]> rows, CancellationToken cancellationToken);

    /// <summary>Writes what comes behind the last row. The stream stays open.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}
