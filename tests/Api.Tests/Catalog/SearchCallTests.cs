using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OrderBy = ESchool.Contracts.Catalog.V1.SearchCoursesRequest.Types.OrderBy;

namespace ESchool.Api.Tests.Catalog;

/// <summary>Search as a frontend calls it.</summary>
public sealed class SearchCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private CatalogService.CatalogServiceClient Catalog => new(fixture.Channel);

    public static TheoryData<string, SearchCoursesRequest> Refused =>
        new()
        {
            {
                "minimum_video_duration",
                new SearchCoursesRequest { MinimumVideoDuration = new Duration { Seconds = -1 } }
            },
            {
                "maximum_video_duration",
                new SearchCoursesRequest { MaximumVideoDuration = new Duration { Nanos = -1 } }
            },
            {
                "query_language",
                new SearchCoursesRequest { Query = "yoga", QueryLanguage = "klingon" }
            },
            {
                "query_language",
                new SearchCoursesRequest { Query = "yoga", QueryLanguage = "en_US" }
            },
            {
                "languages[1]",
                new SearchCoursesRequest { Languages = { "pt-BR", "xx" } }
            },
            {
                "minimum_rating",
                new SearchCoursesRequest { MinimumRating = 5.1 }
            },
            {
                "minimum_rating",
                new SearchCoursesRequest { MinimumRating = double.NaN }
            },
            {
                "instructor",
                new SearchCoursesRequest { Instructor = "courses/1" }
            },
            {
                "currency_code",
                new SearchCoursesRequest { CurrencyCode = "XXX" }
            },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task WhatMakesNoSense_IsRefused_ByTheNameOfItsField(string field, SearchCoursesRequest request)
    {
        var fault = await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Catalog.SearchCoursesAsync(request).ResponseAsync);
        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheBoundsOfABucket_FindWhatItCounts()
    {
        var course = await fixture.School.PublishedCourseAsync(price: new Money(2_000, "EUR"));
        var instructor = $"users/{course.Instructor.UserId}";
        var counted = await Catalog.SearchCoursesAsync(
            new SearchCoursesRequest
            {
                Instructor = instructor,
                ShowFacets = true,
                OrderBy = OrderBy.Popularity,
            }
        );
        Assert.Equal($"courses/{course.Id}", Assert.Single(counted.Courses).Name);
        var price = Assert.Single(counted.Facets.Single(facet => facet.Field == Facet.Types.Field.PriceRange).Buckets);
        Assert.Equal(("0-20", 0, 20), (price.Value, price.MinimumPrice.Units, price.MaximumPrice.Units));
        var duration = Assert.Single(counted.Facets.Single(facet => facet.Field == Facet.Types.Field.VideoDuration).Buckets);
        Assert.Equal(("0-1", 0, 3_599), (duration.Value, duration.MinimumVideoDuration.Seconds, duration.MaximumVideoDuration.Seconds));
        var found = await Catalog.SearchCoursesAsync(
            new SearchCoursesRequest
            {
                Instructor = instructor,
                MinimumPrice = price.MinimumPrice,
                MaximumPrice = price.MaximumPrice,
                MinimumVideoDuration = duration.MinimumVideoDuration,
                MaximumVideoDuration = duration.MaximumVideoDuration,
                OrderBy = OrderBy.Rating,
            }
        );
        Assert.Equal(counted.Courses, found.Courses);
    }

    [Fact]
    public async Task Excerpts_AreThoseOfTheCourses_InTheirOrder_AndOnlyForWords()
    {
        await fixture.School.PublishedCourseAsync();
        var found = await Catalog.SearchCoursesAsync(new SearchCoursesRequest { Query = "compiler", ShowExcerpts = true });
        Assert.NotEmpty(found.Courses);
        Assert.Equal(found.Courses.Select(course => course.Title), found.Excerpts.Select(excerpt => string.Concat(excerpt.Title.Select(piece => piece.Text))));
        Assert.All(found.Excerpts, excerpt => Assert.Equal("Compilers", Assert.Single(excerpt.Title, piece => piece.Matches).Text));
        Assert.Empty((await Catalog.SearchCoursesAsync(new SearchCoursesRequest { ShowExcerpts = true })).Excerpts);
    }

    [Theory]
    [InlineData(OrderBy.Rating)]
    [InlineData(OrderBy.Popularity)]
    public async Task Pages_GoOn_WithOrWithoutFacetsAndExcerpts(OrderBy order)
    {
        await fixture.School.PublishedCourseAsync();
        await fixture.School.PublishedCourseAsync();
        var request = new SearchCoursesRequest
        {
            Query = "compilers",
            OrderBy = order,
            PageSize = 1,
            ShowFacets = true,
            ShowExcerpts = true,
        };
        var first = await Catalog.SearchCoursesAsync(request);
        (request.PageToken, request.ShowFacets, request.ShowExcerpts) = (first.NextPageToken, false, false);
        var second = await Catalog.SearchCoursesAsync(request);
        Assert.NotEqual(Assert.Single(first.Courses).Name, Assert.Single(second.Courses).Name);
    }
}
