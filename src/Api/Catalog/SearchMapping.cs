using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Contracts.Catalog.V1;
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
                Languages = [.. request.Languages.Select(language => language.Split('-')[0].ToLowerInvariant())],
                IsFree = request.HasFree ? request.Free : null,
                LowestPrice = request.MinimumPrice?.ToMoney("minimum_price"),
                HighestPrice = request.MaximumPrice?.ToMoney("maximum_price"),
                ShortestSeconds = ToSeconds(request.MinimumVideoDuration),
                LongestSeconds = ToSeconds(request.MaximumVideoDuration),
            },
            request.OrderBy switch
            {
                OrderBy.Newest => CourseOrder.Newest,
                OrderBy.PriceAscending => CourseOrder.PriceAscending,
                OrderBy.PriceDescending => CourseOrder.PriceDescending,
                _ => CourseOrder.Relevance,
            },
            request.CurrencyCode.Length > 0 ? request.CurrencyCode : currency
        );

    public static IEnumerable<Facet> ToWire(this IReadOnlyList<FacetCount> counts) =>
        counts
            .GroupBy(count => count.Field)
            .Select(field => new Facet
            {
                Field = (Facet.Types.Field)field.Key,
                Buckets = { field.Select(count => new Facet.Types.Bucket { Value = ValueOf(count), Count = count.Count }) },
            });

    private static string ValueOf(FacetCount count) => count.Field == FacetField.Level ? WordOf((Level)int.Parse(count.Value)) : count.Value;

    private static string WordOf(Level level) =>
        CourseReflection.Descriptor.FindTypeByName<Google.Protobuf.Reflection.EnumDescriptor>("Level").FindValueByNumber((int)level).Name;

    private static int? ToSeconds(Duration? duration) => duration is null ? null : (int)Math.Clamp(duration.Seconds, 0, int.MaxValue);
}
