using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Articles;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Versions;
using ESchool.Application.Learning.Watching;
using ESchool.Contracts.Learning.V1;
using Grpc.Core;
using SecondRange = ESchool.Domain.Learning.SecondRange;

namespace ESchool.Api.Learning;

internal sealed class LearningGrpcService(PageTokens pages, ArticleHtml articles) : LearningService.LearningServiceBase
{
    private const string EnrollmentPattern = "enrollments/{enrollment}";
    private const string LessonPattern = "enrollments/{enrollment}/lessons/{lesson}";

    public override async Task<ListEnrollmentsResponse> ListEnrollments(ListEnrollmentsRequest request, ServerCallContext context)
    {
        var arguments = new ListEnrollmentsRequest();
        var page = await context
            .UseCase<ListEnrollments>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListEnrollmentsResponse { Enrollments = { page.Items.Select(e => e.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetEnrollmentResponse> GetEnrollment(GetEnrollmentRequest request, ServerCallContext context) =>
        new()
        {
            Enrollment = (
                await context
                    .UseCase<GetEnrollment>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, EnrollmentPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<GetLessonResponse> GetLesson(GetLessonRequest request, ServerCallContext context)
    {
        var (enrollmentId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
        return (await context.UseCase<GetLesson>().ExecuteAsync(context.Actor(), enrollmentId, lessonId, context.CancellationToken)).ToWire(
            enrollmentId,
            articles
        );
    }

    public override async Task<RecordWatchResponse> RecordWatch(RecordWatchRequest request, ServerCallContext context)
    {
        var (enrollmentId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
        var report = new WatchReport(
            Guid.Parse(request.SessionId),
            request.Sequence,
            [.. request.Ranges.Select(r => new SecondRange((int)(r.StartPosition?.Seconds ?? 0), (int)r.EndPosition.Seconds))],
            (long)(request.Position?.ToTimeSpan().TotalMilliseconds ?? 0)
        );
        var result = await context.UseCase<RecordWatch>().ExecuteAsync(context.Actor(), enrollmentId, lessonId, report, context.CancellationToken);
        return new RecordWatchResponse
        {
            CreditedDuration = result.CreditedSeconds.ToDuration(),
            Clipped = result.Clipped,
            WatchedBasisPoints = result.WatchedBasisPoints,
            LessonComplete = result.LessonComplete,
            CourseComplete = result.CourseComplete,
        };
    }

    public override async Task<CompleteArticleResponse> CompleteArticle(CompleteArticleRequest request, ServerCallContext context)
    {
        var (enrollmentId, lessonId) = ResourceNames.Two(request.Name, LessonPattern);
        return new CompleteArticleResponse
        {
            CourseComplete = await context.UseCase<CompleteArticle>().ExecuteAsync(context.Actor(), enrollmentId, lessonId, context.CancellationToken),
        };
    }

    public override async Task<ExplainProgressResponse> ExplainProgress(ExplainProgressRequest request, ServerCallContext context)
    {
        var id = ResourceNames.One(request.Name, EnrollmentPattern);
        var report = await context.UseCase<ExplainProgress>().ExecuteAsync(context.Actor(), id, context.CancellationToken);
        return new ExplainProgressResponse { Enrollment = report.Enrollment.ToWire(), Lessons = { report.Lessons.Select(l => l.ToWire(id)) } };
    }

    public override async Task<GetCurriculumResponse> GetCurriculum(GetCurriculumRequest request, ServerCallContext context)
    {
        var id = ResourceNames.One(request.Name, $"{EnrollmentPattern}/curriculum");
        var curriculum = await context.UseCase<GetCurriculum>().ExecuteAsync(context.Actor(), id, context.CancellationToken);
        return new GetCurriculumResponse { Curriculum = curriculum.ToWire() };
    }

    public override async Task<ListCurriculumChangesResponse> ListCurriculumChanges(ListCurriculumChangesRequest request, ServerCallContext context)
    {
        var id = ResourceNames.One(request.Name, EnrollmentPattern);
        var offer = await context.UseCase<ListCurriculumChanges>().ExecuteAsync(context.Actor(), id, context.CancellationToken);
        return offer?.ToWire(id) ?? new ListCurriculumChangesResponse();
    }

    public override async Task<AcceptCurriculumVersionResponse> AcceptCurriculumVersion(AcceptCurriculumVersionRequest request, ServerCallContext context)
    {
        var id = ResourceNames.One(request.Name, EnrollmentPattern);
        var enrollment = await context.UseCase<AcceptCurriculumVersion>().ExecuteAsync(context.Actor(), id, request.Version, context.CancellationToken);
        return new AcceptCurriculumVersionResponse { Enrollment = enrollment.ToWire() };
    }
}
