using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application;
using ESchool.Application.Catalog.Storefront.Shelves;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain.Catalog.Shelves;
using Grpc.Core;

namespace ESchool.Api.Catalog;

/// <content>What somebody keeps in mind: the wishlist, and what they looked at.</content>
internal sealed partial class CatalogGrpcService
{
    public override async Task<AddToWishlistResponse> AddToWishlist(AddToWishlistRequest request, ServerCallContext context)
    {
        await context.UseCase<AddToWishlist>().ExecuteAsync(context.Actor(), CourseOf(request.Course), context.CancellationToken);
        return new AddToWishlistResponse();
    }

    public override async Task<RemoveFromWishlistResponse> RemoveFromWishlist(RemoveFromWishlistRequest request, ServerCallContext context)
    {
        await context.UseCase<RemoveFromWishlist>().ExecuteAsync(context.Actor(), CourseOf(request.Course), context.CancellationToken);
        return new RemoveFromWishlistResponse();
    }

    public override async Task<ListWishlistResponse> ListWishlist(ListWishlistRequest request, ServerCallContext context)
    {
        var arguments = new ListWishlistRequest();
        var page = await context
            .UseCase<ListShelf>()
            .ExecuteAsync(context.Actor(), Shelf.Wishlist, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListWishlistResponse { Courses = { page.Items.Select(ToWire) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<MarkCourseSeenResponse> MarkCourseSeen(MarkCourseSeenRequest request, ServerCallContext context)
    {
        await context.UseCase<SeenCourses>().MarkAsync(context.Actor(), CourseOf(request.Course), context.CancellationToken);
        return new MarkCourseSeenResponse();
    }

    public override async Task<ListSeenCoursesResponse> ListSeenCourses(ListSeenCoursesRequest request, ServerCallContext context)
    {
        var all = new PageRequest(Domain.Catalog.Shelves.ShelvedCourse.MostSeen, After: null);
        var page = await context.UseCase<ListShelf>().ExecuteAsync(context.Actor(), Shelf.Seen, all, context.CancellationToken);
        return new ListSeenCoursesResponse { Courses = { page.Items.Select(ToWire) } };
    }

    public override async Task<ClearSeenCoursesResponse> ClearSeenCourses(ClearSeenCoursesRequest request, ServerCallContext context)
    {
        await context.UseCase<SeenCourses>().ClearAsync(context.Actor(), context.CancellationToken);
        return new ClearSeenCoursesResponse();
    }

    private static Guid CourseOf(string course) => ResourceNames.One(course, "courses/{course}", "course");

    private Contracts.Catalog.V1.ShelvedCourse ToWire(ShelfItem item) =>
        new()
        {
            Name = $"courses/{item.Shelved.CourseId}",
            Title = item.Title,
            Course = item.Course is { } course ? cards.Of(course) : null,
            AddTime = item.Shelved.PlacedAt.ToWire(),
        };
}
