using ESchool.Api.Calls;
using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Catalog.CoursePages;
using ESchool.Application.Catalog;
using ESchool.Application.Catalog.Articles;
using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Application.Settings;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Catalog;

internal sealed partial class CatalogGrpcService(
    PageTokens pages,
    PublicPages kept,
    CourseCards cards,
    CourseSeoMapping seo,
    ArticleHtml articles,
    IOptions<CatalogOptions> options
) : CatalogService.CatalogServiceBase
{
    public override async Task<GetSchoolResponse> GetSchool(GetSchoolRequest request, ServerCallContext context)
    {
        var school = await context.UseCase<GetSchool>().ExecuteAsync(context.CancellationToken);
        return new GetSchoolResponse
        {
            School = new Contracts.Catalog.V1.School
            {
                Prices =
                {
                    school.Prices.Currencies.Select(code => new PriceRange
                    {
                        Minimum = school.Prices.MinimumIn(code).ToWire(),
                        Maximum = school.Prices.MaximumIn(code).ToWire(),
                    }),
                },
                Categories = { school.Categories },
                GoogleSignIn = school.GoogleSignIn,
                MaximumUploadBytes = school.MaximumUploadBytes,
                Notice = school.Live.Get(KnownSettings.Notice),
                RegistrationOpen = school.Live.Get(KnownSettings.RegistrationOpen),
                InstructorApplicationsOpen = school.Live.Get(KnownSettings.ApplicationsOpen),
                CheckoutOpen = school.Live.Get(KnownSettings.CheckoutOpen),
            },
        };
    }

    public override Task<SearchCoursesResponse> SearchCourses(SearchCoursesRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var arguments = request.Clone();
                (arguments.PageSize, arguments.PageToken, arguments.ShowFacets, arguments.ShowExcerpts) = (0, "", false, false);
                var query = request.ToQuery(options.Value.Limits.Currencies.First());
                var found = await context
                    .UseCase<SearchCourses>()
                    .ExecuteAsync(query, pages.ReadPublic(context, request.PageSize, request.PageToken, arguments), request.ShowFacets, CancellationToken.None);
                var searched = found.CorrectedWords is { } words ? query with { Words = words } : query;
                var excerpts =
                    request.ShowExcerpts && searched.HasWords
                        ? await context.UseCase<ExcerptCourses>().ExecuteAsync(searched, found.Page.Items, CancellationToken.None)
                        : [];
                return new SearchCoursesResponse
                {
                    Courses = { found.Page.Items.Select(cards.Of) },
                    NextPageToken = pages.NextPublic(context, found.Page, arguments),
                    Facets = { found.Facets.ToWire(query.Currency) },
                    CorrectedQuery = found.CorrectedWords ?? "",
                    Excerpts = { excerpts.Select(excerpt => excerpt.ToWire()) },
                };
            }
        );

    public override Task<SuggestCoursesResponse> SuggestCourses(SuggestCoursesRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var suggested = await context.UseCase<SuggestCourses>().ExecuteAsync(request.Typed, CancellationToken.None);
                return new SuggestCoursesResponse
                {
                    Suggestions = { suggested.Select(s => new SuggestCoursesResponse.Types.Suggestion { Course = $"courses/{s.CourseId}", Title = s.Title }) },
                };
            }
        );

    public override Task<GetBundleResponse> GetBundle(GetBundleRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var bundle = await context.UseCase<GetBundle>().ExecuteAsync(ResourceNames.One(request.Name, "bundles/{bundle}"), CancellationToken.None);
                return new GetBundleResponse { Bundle = bundle.ToWire() };
            }
        );

    public override Task<ListBundlesResponse> ListBundles(ListBundlesRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var arguments = new ListBundlesRequest { Instructor = request.Instructor };
                var instructorId = ResourceNames.One(request.Instructor, "users/{user}", "instructor");
                var page = await context
                    .UseCase<ListBundles>()
                    .ExecuteAsync(instructorId, pages.ReadPublic(context, request.PageSize, request.PageToken, arguments), CancellationToken.None);
                return new ListBundlesResponse { Bundles = { page.Items.Select(b => b.ToWire()) }, NextPageToken = pages.NextPublic(context, page, arguments) };
            }
        );

    public override Task<GetCourseResponse> GetCourse(GetCourseRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var course = await context.UseCase<GetCourse>().ExecuteAsync(ResourceNames.One(request.Name, "courses/{course}"), CancellationToken.None);
                return new GetCourseResponse { Course = cards.Of(course) };
            }
        );
}
