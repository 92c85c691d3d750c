using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Authoring.Curriculum;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using LessonDraft = ESchool.Application.Catalog.Authoring.Curriculum.LessonDraft;

namespace ESchool.Api.Catalog;

/// <summary>Sections and lessons.</summary>
internal sealed partial class AuthoringGrpcService
{
    private const string SectionPattern = "courses/{course}/sections/{section}";
    private const string LessonPattern = "courses/{course}/lessons/{lesson}";

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
                var draft = new LessonDraft(request.Lesson.Title, request.Lesson.Required, request.Lesson.ToContent(), request.Lesson.FreePreview);
                var lesson = await context.UseCase<CreateLesson>().ExecuteAsync(context.Actor(), courseId, sectionId, draft, context.CancellationToken);
                return new CreateLessonResponse { Lesson = lesson.ToWire(courseId) };
            }
        );

    public override async Task<UpdateLessonResponse> UpdateLesson(UpdateLessonRequest request, ServerCallContext context)
    {
        var sent = request.Lesson;
        var (courseId, lessonId) = ResourceNames.Two(sent.Name, LessonPattern, "lesson.name");
        var mask = UpdateMasks.Read(request.UpdateMask, "lesson", sent);
        var lesson = await context
            .UseCase<UpdateLesson>()
            .ExecuteAsync(context.Actor(), courseId, lessonId, sent.Etag.ToRowVersion(), present => Changed(present, sent, mask), context.CancellationToken);
        return new UpdateLessonResponse { Lesson = lesson.ToWire(courseId) };
    }

    public override async Task<UpdateSectionResponse> UpdateSection(UpdateSectionRequest request, ServerCallContext context)
    {
        var sent = request.Section;
        UpdateMasks.Read(request.UpdateMask, "section", sent);
        var (courseId, sectionId) = ResourceNames.Two(sent.Name, SectionPattern, "section.name");
        var section = await context
            .UseCase<RenameSection>()
            .ExecuteAsync(context.Actor(), courseId, sectionId, sent.Etag.ToRowVersion(), sent.Title, context.CancellationToken);
        return new UpdateSectionResponse { Section = section.ToWire() };
    }

    public override async Task<MoveSectionResponse> MoveSection(MoveSectionRequest request, ServerCallContext context)
    {
        var (courseId, sectionId) = ResourceNames.Two(request.Name, SectionPattern);
        return new MoveSectionResponse
        {
            Section = (
                await context
                    .UseCase<MoveSection>()
                    .ExecuteAsync(context.Actor(), courseId, sectionId, Within(request.After, SectionPattern, courseId, "after"), context.CancellationToken)
            ).ToWire(),
        };
    }

    public override async Task<DeleteSectionResponse> DeleteSection(DeleteSectionRequest request, ServerCallContext context)
    {
        var (courseId, sectionId) = ResourceNames.Two(request.Name, SectionPattern);
        await context.UseCase<DeleteSection>().ExecuteAsync(context.Actor(), courseId, sectionId, request.Etag.ToRowVersion(), context.CancellationToken);
        return new DeleteSectionResponse();
    }

    public override async Task<RestoreSectionResponse> RestoreSection(RestoreSectionRequest request, ServerCallContext context)
    {
        var (courseId, sectionId) = ResourceNames.Two(request.Name, SectionPattern);
        return new RestoreSectionResponse
        {
            Section = (await context.UseCase<RestoreSection>().ExecuteAsync(context.Actor(), courseId, sectionId, context.CancellationToken)).ToWire(),
        };
    }

    public override Task<DuplicateSectionResponse> DuplicateSection(DuplicateSectionRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var (courseId, sectionId) = ResourceNames.Two(request.Name, SectionPattern);
                return new DuplicateSectionResponse
                {
                    Section = (
                        await context.UseCase<DuplicateSection>().ExecuteAsync(context.Actor(), courseId, sectionId, context.CancellationToken)
                    ).ToWire(),
                };
            }
        );

    public override async Task<MoveLessonResponse> MoveLesson(MoveLessonRequest request, ServerCallContext context)
    {
        var (courseId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
        return new MoveLessonResponse
        {
            Lesson = (
                await context
                    .UseCase<MoveLesson>()
                    .ExecuteAsync(
                        context.Actor(),
                        courseId,
                        lessonId,
                        Within(request.Section, SectionPattern, courseId, "section"),
                        Within(request.After, LessonPattern, courseId, "after"),
                        context.CancellationToken
                    )
            ).ToWire(courseId),
        };
    }

    public override async Task<DeleteLessonResponse> DeleteLesson(DeleteLessonRequest request, ServerCallContext context)
    {
        var (courseId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
        await context.UseCase<DeleteLesson>().ExecuteAsync(context.Actor(), courseId, lessonId, request.Etag.ToRowVersion(), context.CancellationToken);
        return new DeleteLessonResponse();
    }

    public override async Task<RestoreLessonResponse> RestoreLesson(RestoreLessonRequest request, ServerCallContext context)
    {
        var (courseId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
        return new RestoreLessonResponse
        {
            Lesson = (await context.UseCase<RestoreLesson>().ExecuteAsync(context.Actor(), courseId, lessonId, context.CancellationToken)).ToWire(courseId),
        };
    }

    public override Task<DuplicateLessonResponse> DuplicateLesson(DuplicateLessonRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var (courseId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
                return new DuplicateLessonResponse
                {
                    Lesson = (await context.UseCase<DuplicateLesson>().ExecuteAsync(context.Actor(), courseId, lessonId, context.CancellationToken)).ToWire(
                        courseId
                    ),
                };
            }
        );

    /// <summary>What a request names beside its resource: nothing, or something of the same course.</summary>
    private static Guid? Within(string name, string pattern, Guid courseId, string field)
    {
        if (name.Length == 0)
        {
            return null;
        }

        var (course, id) = ResourceNames.Two(name, pattern, field);
        return course == courseId ? id : throw RequestRules.Invalid(new FieldViolation(field, FieldFault.NotAllowed, "must be of the same course."));
    }

    private static LessonDraft Changed(LessonDraft present, Contracts.Catalog.V1.LessonDraft sent, FieldMask mask)
    {
        var wire = new Contracts.Catalog.V1.LessonDraft
        {
            Title = present.Title,
            Required = present.Required,
            FreePreview = present.IsFreePreview,
        };
        present.Content.DescribeIn(wire);
        UpdateMasks.Merge(mask, sent, wire);
        if (wire.ContentCase == Contracts.Catalog.V1.LessonDraft.ContentOneofCase.None)
        {
            throw RequestRules.Invalid(new FieldViolation("lesson.content", FieldFault.Required, "must be given: a lesson is never without content."));
        }

        return new LessonDraft(wire.Title, wire.Required, wire.ToContent(), wire.FreePreview);
    }
}
