using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Catalog.Covers;
using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain.Catalog;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ESchool.Api.Catalog;

internal sealed partial class AuthoringGrpcService(IdempotentCalls idempotent, PageTokens pages, CoverAddresses covers) : AuthoringService.AuthoringServiceBase
{
    private const string CoursePattern = "courses/{course}";

    public override Task<CreateCourseResponse> CreateCourse(CreateCourseRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var course = await context.UseCase<CreateCourse>().ExecuteAsync(context.Actor(), request.Course.ToText(), context.CancellationToken);
                return new CreateCourseResponse { Course = course.ToWire(covers, context.Actor()) };
            }
        );

    public override async Task<UpdateCourseResponse> UpdateCourse(UpdateCourseRequest request, ServerCallContext context)
    {
        var sent = request.Course;
        var mask = UpdateMasks.Read(request.UpdateMask, "course", sent);
        var course = await context
            .UseCase<UpdateCourse>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(sent.Name, CoursePattern, "course.name"),
                sent.Etag.ToRowVersion(),
                text => Changed(text, sent, mask),
                context.CancellationToken
            );
        return new UpdateCourseResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override async Task<GetCourseDraftResponse> GetCourseDraft(GetCourseDraftRequest request, ServerCallContext context)
    {
        var authored = await context
            .UseCase<GetCourseDraft>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new GetCourseDraftResponse { Course = authored.Course.ToWire(covers, authored.Role, request.ShowDeleted) };
    }

    public override async Task<ListOwnCoursesResponse> ListOwnCourses(ListOwnCoursesRequest request, ServerCallContext context)
    {
        var arguments = new ListOwnCoursesRequest
        {
            Shelf = request.Shelf == ListOwnCoursesRequest.Types.Shelf.Unspecified ? ListOwnCoursesRequest.Types.Shelf.Active : request.Shelf,
        };
        var shelf = request.Shelf switch
        {
            ListOwnCoursesRequest.Types.Shelf.Archived => CourseShelf.Archived,
            ListOwnCoursesRequest.Types.Shelf.Deleted => CourseShelf.Deleted,
            _ => CourseShelf.Active,
        };
        var page = await context
            .UseCase<ListOwnCourses>()
            .ExecuteAsync(context.Actor(), shelf, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOwnCoursesResponse
        {
            Courses = { page.Items.Select(own => own.Course.ToWire(covers, own.Role, isWhole: false)) },
            NextPageToken = pages.Next(context, page, arguments),
        };
    }

    public override async Task<SetPriceResponse> SetPrice(SetPriceRequest request, ServerCallContext context)
    {
        var others = request.OtherPrices.Select((price, i) => price.ToMoney($"other_prices[{i}]")).ToList();
        var course = await context
            .UseCase<SetPrice>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Name, CoursePattern),
                request.Etag.ToRowVersion(),
                request.Price.ToMoney("price"),
                others,
                context.CancellationToken
            );
        return new SetPriceResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override async Task<SubmitForReviewResponse> SubmitForReview(SubmitForReviewRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context
                    .UseCase<SubmitForReview>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Etag.ToRowVersion(), context.CancellationToken)
            ).ToWire(covers, context.Actor()),
        };

    public override async Task<WithdrawSubmissionResponse> WithdrawSubmission(WithdrawSubmissionRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context
                    .UseCase<WithdrawSubmission>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken)
            ).ToWire(covers, context.Actor()),
        };

    public override async Task<PublishCourseResponse> PublishCourse(PublishCourseRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context
                    .UseCase<PublishCourse>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Etag.ToRowVersion(), context.CancellationToken)
            ).ToWire(covers, context.Actor()),
        };

    public override async Task<UnpublishCourseResponse> UnpublishCourse(UnpublishCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<UnpublishCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new UnpublishCourseResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override Task<DuplicateCourseResponse> DuplicateCourse(DuplicateCourseRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var course = await context
                    .UseCase<DuplicateCourse>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
                return new DuplicateCourseResponse { Course = course.ToWire(covers, context.Actor()) };
            }
        );

    public override async Task<ArchiveCourseResponse> ArchiveCourse(ArchiveCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<ArchiveCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new ArchiveCourseResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override async Task<UnarchiveCourseResponse> UnarchiveCourse(UnarchiveCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<UnarchiveCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new UnarchiveCourseResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override async Task<RestoreCourseResponse> RestoreCourse(RestoreCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<RestoreCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new RestoreCourseResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override async Task<DeleteCourseResponse> DeleteCourse(DeleteCourseRequest request, ServerCallContext context)
    {
        await context
            .UseCase<DeleteCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Etag.ToRowVersion(), context.CancellationToken);
        return new DeleteCourseResponse();
    }

    public override async Task<PreviewCurriculumImpactResponse> PreviewCurriculumImpact(PreviewCurriculumImpactRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Name, CoursePattern);
        return (await context.UseCase<PreviewCurriculumImpact>().ExecuteAsync(context.Actor(), courseId, context.CancellationToken)).ToWire(courseId);
    }

    public override async Task<GetSubmittedCourseResponse> GetSubmittedCourse(GetSubmittedCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<GetSubmittedCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new GetSubmittedCourseResponse { Course = course.ToWire(covers, role: null) };
    }

    private static CourseText Changed(CourseText text, CourseDraft sent, FieldMask mask)
    {
        var draft = new CourseDraft();
        text.DescribeIn(draft);
        UpdateMasks.Merge(mask, sent, draft);
        return draft.ToText();
    }
}
