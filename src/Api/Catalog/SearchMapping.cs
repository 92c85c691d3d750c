using System.Globalization;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Google.Protobuf.WellKnownTypes;
using OrderBy = ESchool.Contracts.Catalog.V1.SearchCoursesRequest.Types.OrderBy;

namespace ESchool.Api.Catalog;

internal static class SearchMapping
{
    /// <summary>What a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="currency">The school's first currency.</param>
    public static CourseQuery ToQuery(this SearchCoursesRequest request, string currency) =>
        new(
            request.Query,
            request.QueryLanguage.Length > 0 ? request.QueryLanguage : CourseQuery.DefaultLanguage,
            new CourseFilter
            {
                Categories = request.Categories,
                Levels = [.. request.Levels.Select(level => (CourseLevel)level)],
                Languages = request.Languages,
                InstructorId = request.Instructor.Length > 0 ? ResourceNames.One(request.Instructor, "users/{user}", "instructor") : null,
                IsFree = request.HasFree ? request.Free : null,
                LowestPrice = request.MinimumPrice?.ToMoney("minimum_price"),
                HighestPrice = request.MaximumPrice?.ToMoney("maximum_price"),
                ShortestSeconds = request.MinimumVideoDuration is { } shortest ? AtLeast(shortest) : null,
                LongestSeconds = request.MaximumVideoDuration is { } longest ? AtMost(longest) : null,
                LowestAverageHundredths = request.HasMinimumRating ? (int)Math.Ceiling((decimal)request.MinimumRating * 100) : null,
            },
            request.OrderBy switch
            {
                OrderBy.Newest => CourseOrder.Newest,
                OrderBy.PriceAscending => CourseOrder.PriceAscending,
                OrderBy.PriceDescending => CourseOrder.PriceDescending,
                OrderBy.Rating => CourseOrder.Rating,
                OrderBy.Popularity => CourseOrder.Popularity,
                _ => CourseOrder.Relevance,
            },
            request.CurrencyCode.Length > 0 ? request.CurrencyCode : currency
        );

    /// <summary>The counts as the wire has them.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="currency">The currency of price ranges.</param>
    public static IEnumerable<Facet> ToWire(this IReadOnlyList<FacetCount> counts, string currency) =>
        counts
            .GroupBy(count => count.Field)
            .Select(field => new Facet { Field = (Facet.Types.Field)field.Key, Buckets = { field.Select(count => ToWire(count, currency)) } });

    public static Excerpt ToWire(this CourseExcerpt excerpt) => new() { Title = { excerpt.Title.Select(ToWire) }, Text = { excerpt.Text.Select(ToWire) } };

    private static Excerpt.Types.Piece ToWire(ExcerptPiece piece) => new() { Text = piece.Text, Matches = piece.Matches };

    private static Facet.Types.Bucket ToWire(FacetCount count, string currency)
    {
        var bucket = new Facet.Types.Bucket { Value = ValueOf(count), Count = count.Count };
        switch (count.Field)
        {
            case FacetField.Duration when FacetRanges.Find(FacetRanges.Durations, count.Value) is { } range:
                bucket.MinimumVideoDuration = range.Least.ToDuration();
                bucket.MaximumVideoDuration = range.Most == int.MaxValue ? null : range.Most.ToDuration();
                break;
            case FacetField.PriceRange when FacetRanges.Find(FacetRanges.PricesIn(currency), count.Value) is { } range:
                bucket.MinimumPrice = new Money(range.Least, currency).ToWire();
                bucket.MaximumPrice = range.Most == long.MaxValue ? null : new Money(range.Most, currency).ToWire();
                break;
            case FacetField.Rating:
                bucket.MinimumRating = double.Parse(count.Value, CultureInfo.InvariantCulture);
                break;
        }

        return bucket;
    }

    private static string ValueOf(FacetCount count) => count.Field == FacetField.Level ? WordOf((Level)int.Parse(count.Value)) : count.Value;

    private static string WordOf(Level level) =>
        CourseReflection.Descriptor.FindTypeByName<Google.Protobuf.Reflection.EnumDescriptor>("Level").FindValueByNumber((int)level).Name;

    /// <summary>Videos are counted in whole seconds: none is at least half a second long that is not a second long.</summary>
    private static int AtLeast(Duration duration) => (int)Math.Min(duration.Seconds + (duration.Nanos > 0 ? 1 : 0), int.MaxValue);

    private static int AtMost(Duration duration) => (int)Math.Min(duration.Seconds, int.MaxValue);
}
