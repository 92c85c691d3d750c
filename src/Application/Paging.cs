namespace ESchool.Application;

/// <summary>Which page is asked for. Pages are cut by key, never by number, so that rows added meanwhile shift nothing.</summary>
/// <param name="Size">How many at most; 1 to 200.</param>
/// <param name="After">The key of the last row of the page before; null for the first page.</param>
public sealed record PageRequest(int Size, string? After)
{
    /// <summary>The key as an id; null for the first page.</summary>
    public Guid? AfterId => After is null ? null : Guid.Parse(After);
}

/// <summary>A page of rows.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The key to go on after; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Makes a page from one row more than it holds: the extra row tells that there is a next page.</summary>
    /// <param name="rows">Up to <c>size + 1</c> rows.</param>
    /// <param name="size">The page's size.</param>
    /// <param name="key">The key of a row.</param>
    public static Page<T> Of(IReadOnlyList<T> rows, int size, Func<T, string> key) =>
        rows.Count > size ? new([.. rows.Take(size)], key(rows[size - 1])) : new(rows, null);
}
