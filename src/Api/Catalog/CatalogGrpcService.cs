using ESchool.Api.Calls;
using ESchool.Application.Catalog;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;

namespace ESchool.Api.Catalog;

internal sealed class CatalogGrpcService(SearchCourses search, GetCourse get, PageTokens pages) : CatalogService.CatalogServiceBase
{
    public override async Task<SearchCoursesResponse> SearchCourses(SearchCoursesRequest request, ServerCallContext context)
    {
        var arguments = new SearchCoursesRequest { Query = request.Query };
        var page = await search.ExecuteAsync(request.Query, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new SearchCoursesResponse { Courses = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetCourseResponse> GetCourse(GetCourseRequest request, ServerCallContext context)
    {
        var course = await get.ExecuteAsync(ResourceNames.One(request.Name, "courses/{course}"), context.CancellationToken);
        return new GetCourseResponse { Course = course.ToWire() };
    }
}
