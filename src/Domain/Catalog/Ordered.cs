namespace ESchool.Domain.Catalog;

/// <summary>What has a place among its like, and can be deleted.</summary>
internal interface IOrdered
{
    /// <summary>Its place, see <see cref="Catalog.OrderKey"/>.</summary>
    string OrderKey { get; }

    /// <summary>When it was deleted; null while it is not.</summary>
    DateTimeOffset? DeletedAt { get; }
}

/// <summary>Places among what is there.</summary>
internal static class Ordered
{
    /// <summary>What is not deleted, in its order.</summary>
    public static IReadOnlyList<T> InOrder<T>(IEnumerable<T> items)
        where T : IOrdered => [.. items.Where(item => item.DeletedAt is null).OrderBy(item => item.OrderKey, StringComparer.Ordinal)];

    /// <summary>The place behind one of them; behind nothing it is the first.</summary>
    public static string KeyAfter<T>(IEnumerable<T> ordered, T? item)
        where T : class, IOrdered
    {
        var next = ordered.FirstOrDefault(other => item is null || string.CompareOrdinal(other.OrderKey, item.OrderKey) > 0);
        return OrderKey.Between(item?.OrderKey, next?.OrderKey);
    }

    /// <summary>A place that was left: the same, or if it is taken the next one.</summary>
    public static string KeyNear<T>(IReadOnlyList<T> ordered, string key)
        where T : class, IOrdered => ordered.FirstOrDefault(other => other.OrderKey == key) is { } taken ? KeyAfter(ordered, taken) : key;
}
