using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Authoring;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain.Catalog;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LessonDraft = ESchool.Application.Catalog.Authoring.LessonDraft;

namespace ESchool.Api.Catalog;

internal sealed partial class AuthoringGrpcService(IdempotentCalls idempotent, PageTokens pages) : AuthoringService.AuthoringServiceBase
{
    private const string CoursePattern = "courses/{course}";

    private static readonly string[] ChangeableOfLesson =
    [
        "title",
        "required",
        "video",
        "video.asset",
        "video.completion_threshold_basis_points",
        "article",
        "article.markdown",
        "article.minimum_dwell_duration",
    ];

    public override Task<CreateCourseResponse> CreateCourse(CreateCourseRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var course = await context.UseCase<CreateCourse>().ExecuteAsync(context.Actor(), request.Course.ToText(), context.CancellationToken);
                return new CreateCourseResponse { Course = course.ToWire() };
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
        return new UpdateCourseResponse { Course = course.ToWire() };
    }

    public override async Task<GetCourseDraftResponse> GetCourseDraft(GetCourseDraftRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context.UseCase<GetCourseDraft>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ListOwnCoursesResponse> ListOwnCourses(ListOwnCoursesRequest request, ServerCallContext context)
    {
        var arguments = new ListOwnCoursesRequest();
        var page = await context
            .UseCase<ListOwnCourses>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOwnCoursesResponse { Courses = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override Task<CreateSectionResponse> CreateSection(CreateSectionRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var section = await context
                    .UseCase<CreateSection>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Parent, CoursePattern, "parent"), request.Title, context.CancellationToken);
                return new CreateSectionResponse { Section = section.ToWire() };
            }
        );

    public override Task<CreateLessonResponse> CreateLesson(CreateLessonRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var (courseId, sectionId) = ResourceNames.Two(request.Parent, "courses/{course}/sections/{section}", "parent");
                var draft = new LessonDraft(request.Lesson.Title, request.Lesson.Required, request.Lesson.ToContent());
                var lesson = await context.UseCase<CreateLesson>().ExecuteAsync(context.Actor(), courseId, sectionId, draft, context.CancellationToken);
                return new CreateLessonResponse { Lesson = lesson.ToWire(courseId) };
            }
        );

    public override async Task<UpdateLessonResponse> UpdateLesson(UpdateLessonRequest request, ServerCallContext context)
    {
        var wire = request.Lesson;
        var (courseId, lessonId) = ResourceNames.Two(wire.Name, "courses/{course}/lessons/{lesson}", "lesson.name");
        var mask = UpdateMasks.Read(request.UpdateMask, "lesson", ChangeableOfLesson, Populated(wire));
        var lesson = await context
            .UseCase<UpdateLesson>()
            .ExecuteAsync(
                context.Actor(),
                courseId,
                lessonId,
                wire.Etag.ToRowVersion(),
                present => new LessonDraft(
                    mask.Contains("title") ? wire.Title : present.Title,
                    mask.Contains("required") ? wire.Required : present.Required,
                    wire.Changed(present.Content, mask)
                ),
                context.CancellationToken
            );
        return new UpdateLessonResponse { Lesson = lesson.ToWire(courseId) };
    }

    public override async Task<SetPriceResponse> SetPrice(SetPriceRequest request, ServerCallContext context)
    {
        var others = request.OtherPrices.Select(price => price.ToMoney("other_prices")).ToList();
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
        return new SetPriceResponse { Course = course.ToWire() };
    }

    public override async Task<SubmitForReviewResponse> SubmitForReview(SubmitForReviewRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context
                    .UseCase<SubmitForReview>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Etag.ToRowVersion(), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<WithdrawSubmissionResponse> WithdrawSubmission(WithdrawSubmissionRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context
                    .UseCase<WithdrawSubmission>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<PublishCourseResponse> PublishCourse(PublishCourseRequest request, ServerCallContext context) =>
        new()
        {
            Course = (
                await context
                    .UseCase<PublishCourse>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Etag.ToRowVersion(), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<UnpublishCourseResponse> UnpublishCourse(UnpublishCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<UnpublishCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new UnpublishCourseResponse { Course = course.ToWire() };
    }

    public override async Task<GetSubmittedCourseResponse> GetSubmittedCourse(GetSubmittedCourseRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<GetSubmittedCourse>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), context.CancellationToken);
        return new GetSubmittedCourseResponse { Course = course.ToWire() };
    }

    private static CourseText Changed(CourseText text, CourseDraft sent, FieldMask mask)
    {
        var draft = new CourseDraft();
        text.DescribeIn(draft);
        mask.Merge(sent, draft, UpdateMasks.Replacing);
        return draft.ToText();
    }

    private static IEnumerable<string> Populated(Contracts.Catalog.V1.LessonDraft lesson)
    {
        (string Path, bool Is)[] fields =
        [
            ("title", lesson.Title.Length > 0),
            ("required", lesson.HasRequired),
            ("video", lesson.Video is not null),
            ("article", lesson.Article is not null),
        ];
        return fields.Where(f => f.Is).Select(f => f.Path);
    }
}
