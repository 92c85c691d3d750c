using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Submissions;
using ESchool.Application.Catalog.Submissions.Changes;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;

namespace ESchool.Api.Catalog.Submissions;

internal sealed class SubmissionGrpcService(IdempotentCalls idempotent, PageTokens pages) : SubmissionService.SubmissionServiceBase
{
    private const string CoursePattern = "courses/{course}";
    private const string SubmissionPattern = "courses/{course}/submissions/{submission}";
    private const string ChangePattern = "courses/{course}/submissions/{submission}/changes/{change}";

    public override async Task<ListSubmissionsResponse> ListSubmissions(ListSubmissionsRequest request, ServerCallContext context)
    {
        var arguments = new ListSubmissionsRequest { Parent = request.Parent };
        var page = await context
            .UseCase<ListSubmissions>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Parent, CoursePattern, "parent"),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListSubmissionsResponse { Submissions = { page.Items.Select(s => s.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetSubmissionResponse> GetSubmission(GetSubmissionRequest request, ServerCallContext context)
    {
        var (courseId, submissionId) = ResourceNames.Two(request.Name, SubmissionPattern);
        return (await context.UseCase<GetSubmission>().ExecuteAsync(context.Actor(), courseId, submissionId, context.CancellationToken)).ToWire();
    }

    public override async Task<ClaimSubmissionResponse> ClaimSubmission(ClaimSubmissionRequest request, ServerCallContext context)
    {
        var (courseId, submissionId) = ResourceNames.Two(request.Name, SubmissionPattern);
        var submission = await context
            .UseCase<ClaimSubmission>()
            .ExecuteAsync(context.Actor(), courseId, submissionId, request.TakeoverNote, context.CancellationToken);
        return new ClaimSubmissionResponse { Submission = submission.ToWire() };
    }

    public override async Task<ReleaseSubmissionResponse> ReleaseSubmission(ReleaseSubmissionRequest request, ServerCallContext context)
    {
        var (courseId, submissionId) = ResourceNames.Two(request.Name, SubmissionPattern);
        var submission = await context.UseCase<ReleaseSubmission>().ExecuteAsync(context.Actor(), courseId, submissionId, context.CancellationToken);
        return new ReleaseSubmissionResponse { Submission = submission.ToWire() };
    }

    public override Task<RequestChangeResponse> RequestChange(RequestChangeRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var (courseId, submissionId) = ResourceNames.Two(request.Parent, SubmissionPattern, "parent");
                var change = await context
                    .UseCase<RequestChange>()
                    .ExecuteAsync(context.Actor(), courseId, submissionId, request.Change.ToWish(courseId), context.CancellationToken);
                return new RequestChangeResponse { Change = change.ToWire() };
            }
        );

    public override async Task<UpdateRequestedChangeResponse> UpdateRequestedChange(UpdateRequestedChangeRequest request, ServerCallContext context)
    {
        var mask = UpdateMasks.Read(request.UpdateMask, "change", request.Change);
        var (courseId, submissionId, changeId) = ChangeOf(request.Change.Name, "change.name");
        var change = await context
            .UseCase<UpdateRequestedChange>()
            .ExecuteAsync(
                context.Actor(),
                courseId,
                submissionId,
                changeId,
                wish =>
                {
                    var changed = wish.ToWire(courseId);
                    UpdateMasks.Merge(mask, request.Change, changed);
                    return changed.ToWish(courseId);
                },
                context.CancellationToken
            );
        return new UpdateRequestedChangeResponse { Change = change.ToWire() };
    }

    public override async Task<DeleteRequestedChangeResponse> DeleteRequestedChange(DeleteRequestedChangeRequest request, ServerCallContext context)
    {
        var (courseId, submissionId, changeId) = ChangeOf(request.Name);
        await context.UseCase<DeleteRequestedChange>().ExecuteAsync(context.Actor(), courseId, submissionId, changeId, context.CancellationToken);
        return new DeleteRequestedChangeResponse();
    }

    public override async Task<ListRequestedChangesResponse> ListRequestedChanges(ListRequestedChangesRequest request, ServerCallContext context)
    {
        var (courseId, submissionId) = ResourceNames.Parse(request.Parent, SubmissionPattern) is [var course, var submission]
            ? (course, (Guid?)submission)
            : (ResourceNames.One(request.Parent, CoursePattern, "parent"), null);
        var arguments = new ListRequestedChangesRequest { Parent = request.Parent, Open = request.Open };
        var page = await context
            .UseCase<ListRequestedChanges>()
            .ExecuteAsync(
                context.Actor(),
                courseId,
                submissionId,
                request.Open,
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListRequestedChangesResponse { Changes = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ResolveRequestedChangeResponse> ResolveRequestedChange(ResolveRequestedChangeRequest request, ServerCallContext context)
    {
        var (courseId, submissionId, changeId) = ChangeOf(request.Name);
        var change = await context
            .UseCase<ResolveRequestedChange>()
            .ExecuteAsync(context.Actor(), courseId, submissionId, changeId, request.Reply, context.CancellationToken);
        return new ResolveRequestedChangeResponse { Change = change.ToWire() };
    }

    public override async Task<ReopenRequestedChangeResponse> ReopenRequestedChange(ReopenRequestedChangeRequest request, ServerCallContext context)
    {
        var (courseId, submissionId, changeId) = ChangeOf(request.Name);
        var change = await context.UseCase<ReopenRequestedChange>().ExecuteAsync(context.Actor(), courseId, submissionId, changeId, context.CancellationToken);
        return new ReopenRequestedChangeResponse { Change = change.ToWire() };
    }

    public override async Task<RejectResolutionResponse> RejectResolution(RejectResolutionRequest request, ServerCallContext context)
    {
        var (courseId, submissionId, changeId) = ChangeOf(request.Name);
        var change = await context
            .UseCase<RejectResolution>()
            .ExecuteAsync(context.Actor(), courseId, submissionId, changeId, request.Reason, context.CancellationToken);
        return new RejectResolutionResponse { Change = change.ToWire() };
    }

    public override async Task<AllowResubmissionResponse> AllowResubmission(AllowResubmissionRequest request, ServerCallContext context)
    {
        await context
            .UseCase<AllowResubmission>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Reason, context.CancellationToken);
        return new AllowResubmissionResponse();
    }

    private static (Guid Course, Guid Submission, Guid Change) ChangeOf(string name, string field = "name") => ResourceNames.Three(name, ChangePattern, field);
}
