using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Storefront.Search;

/// <summary>Which courses somebody wants to see. An empty list, or null, is no condition.</summary>
public sealed record CourseFilter
{
    /// <summary>No condition.</summary>
    public static CourseFilter None { get; } = new();

    /// <summary>About one of these.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>For one of these.</summary>
    public IReadOnlyList<CourseLevel> Levels { get; init; } = [];

    /// <summary>In one of these languages, BCP 47 tags: <c>pt</c> finds <c>pt-BR</c> too, <c>pt-BR</c> only that.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Taught by this person.</summary>
    public Guid? InstructorId { get; init; }

    /// <summary>True for free courses, false for those that cost something.</summary>
    public bool? IsFree { get; init; }

    /// <summary>At least so much, in a currency it is sold in.</summary>
    public Money? LowestPrice { get; init; }

    /// <summary>At most so much, in a currency it is sold in.</summary>
    public Money? HighestPrice { get; init; }

    /// <summary>At least so many seconds of video.</summary>
    public int? ShortestSeconds { get; init; }

    /// <summary>At most so many seconds of video.</summary>
    public int? LongestSeconds { get; init; }

    /// <summary>Rated with at least so many hundredths of a star on average; courses without reviews are not.</summary>
    public int? LowestAverageHundredths { get; init; }

    /// <summary>True for no condition at all.</summary>
    public bool IsEmpty =>
        Categories.Count + Levels.Count + Languages.Count == 0
        && (InstructorId, IsFree, LowestPrice, HighestPrice) == (null, null, null, null)
        && (ShortestSeconds, LongestSeconds, LowestAverageHundredths) == (null, null, null);
}

/// <summary>In which order courses are shown.</summary>
public enum CourseOrder
{
    /// <summary>The best match first; without words the newest.</summary>
    Relevance = 0,

    /// <summary>The newest first.</summary>
    Newest = 1,

    /// <summary>The cheapest first, by the price in the query's currency; what is not sold in it is not shown.</summary>
    PriceAscending = 2,

    /// <summary>The dearest first, by the price in the query's currency; what is not sold in it is not shown.</summary>
    PriceDescending = 3,

    /// <summary>The best rated first, by the Bayesian score.</summary>
    Rating = 4,

    /// <summary>Those that most students learn now first.</summary>
    Popularity = 5,
}

/// <summary>What is searched.</summary>
/// <param name="Words">Words as people type them into a search box; may be empty.</param>
/// <param name="Language">The language of the words, a BCP 47 tag.</param>
/// <param name="Filter">Which courses.</param>
/// <param name="Order">In which order.</param>
/// <param name="Currency">The currency of an order by price and of price ranges, an ISO 4217 code.</param>
public sealed record CourseQuery(string Words, string Language, CourseFilter Filter, CourseOrder Order, string Currency)
{
    /// <summary>The language of words whose language nobody said.</summary>
    public const string DefaultLanguage = "en";

    /// <summary>Words only.</summary>
    public static CourseQuery Of(string words) => new(words, DefaultLanguage, CourseFilter.None, CourseOrder.Relevance, "");

    /// <summary>Whether there are words to look for.</summary>
    public bool HasWords => !string.IsNullOrWhiteSpace(Words);

    /// <summary>Whether it is in the order of prices.</summary>
    public bool IsByPrice => Order is CourseOrder.PriceAscending or CourseOrder.PriceDescending;
}
