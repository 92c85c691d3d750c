namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>An order of <c>catalog.listings l</c>.</summary>
/// <param name="Key">What it goes by, as a whole number.</param>
/// <param name="IsAscending">Whether the smallest comes first.</param>
/// <param name="Join">The table that holds the key and has an index on it; empty when it is the listing.</param>
/// <param name="Tie">What orders courses with the same key: the id that the index ends with.</param>
internal sealed record ListingOrder(string Key, bool IsAscending, string Join = "", string Tie = "l.version_id")
{
    /// <summary>The order of a query. A rank lies between 0 and 1, and nobody sees a difference of a billionth.</summary>
    public static ListingOrder Of(CourseQuery query, ListingConditions conditions) =>
        query.Order switch
        {
            CourseOrder.PriceAscending => new ListingOrder(conditions.PriceIn(query.Currency), true),
            CourseOrder.PriceDescending => new ListingOrder(conditions.PriceIn(query.Currency), false),
            CourseOrder.Rating => new ListingOrder("o.score_millionths", false, "JOIN catalog.course_ratings o ON o.course_id = l.course_id", "o.course_id"),
            CourseOrder.Popularity => new ListingOrder("o.learners", false, "JOIN catalog.course_popularity o ON o.course_id = l.course_id", "o.course_id"),
            CourseOrder.Relevance when conditions.Match is { } match => new ListingOrder($"(ts_rank(l.search, {match}) * 1000000000)::bigint", false),
            _ => new ListingOrder("0::bigint", false),
        };

    /// <summary>The condition on <c>key</c> and <c>id</c> of what comes behind a place. An index reads it from that place on.</summary>
    public string Behind(string key, string id) =>
        (IsAscending, Join) switch
        {
            (true, _) => $"key > {key} OR (key = {key} AND id < {id})",
            (false, "") => $"key < {key} OR (key = {key} AND id < {id})",
            _ => $"(key, id) < ({key}, {id})",
        };
}
