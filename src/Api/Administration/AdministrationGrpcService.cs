using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Streams;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration;
using ESchool.Application.Administration.Dashboard;
using ESchool.Application.Ledger.Verification;
using ESchool.Application.StripeEvents;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;
using CourseState = ESchool.Domain.Catalog.CourseState;

namespace ESchool.Api.Administration;

/// <summary>Courses, the ledger, the job dashboard. Users and the audit log have a file of their own.</summary>
internal sealed partial class AdministrationGrpcService(PageTokens pages, IdempotentCalls idempotent, LiveStreams streams)
    : AdministrationService.AdministrationServiceBase
{
    public override async Task<ListReviewQueueResponse> ListReviewQueue(ListReviewQueueRequest request, ServerCallContext context)
    {
        var arguments = new ListReviewQueueRequest();
        var page = await context
            .UseCase<ListReviewQueue>()
            .ExecuteAsync(pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListReviewQueueResponse { Items = { page.Items.Select(item => item.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ReviewCourseResponse> ReviewCourse(ReviewCourseRequest request, ServerCallContext context)
    {
        var decision = request.Decision switch
        {
            ReviewCourseRequest.Types.Decision.Approve => CourseState.Approved,
            ReviewCourseRequest.Types.Decision.RequestChanges => CourseState.ChangesRequested,
            _ => CourseState.Declined,
        };
        await context
            .UseCase<ReviewCourse>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Name, "courses/{course}"),
                request.Etag.ToRowVersion(),
                decision,
                request.Message,
                context.CancellationToken
            );
        return new ReviewCourseResponse();
    }

    public override async Task<SuspendCourseResponse> SuspendCourse(SuspendCourseRequest request, ServerCallContext context)
    {
        await context
            .UseCase<SuspendCourse>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Name, "courses/{course}"),
                request.Reason,
                request.Scope == SuspensionScope.Unspecified ? null : (Domain.Catalog.SuspensionScope)request.Scope,
                context.CancellationToken
            );
        return new SuspendCourseResponse();
    }

    public override async Task<ReinstateCourseResponse> ReinstateCourse(ReinstateCourseRequest request, ServerCallContext context)
    {
        await context.UseCase<ReinstateCourse>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "courses/{course}"), context.CancellationToken);
        return new ReinstateCourseResponse();
    }

    public override async Task<VerifyLedgerResponse> VerifyLedger(VerifyLedgerRequest request, ServerCallContext context)
    {
        var report = await context.UseCase<VerifyLedger>().ExecuteAsync(context.CancellationToken);
        if (
            request.NotedSeal is { } noted
            && await context.UseCase<CompareSeal>().ExecuteAsync(noted.Number, Convert.FromHexString(noted.Hash), context.CancellationToken) is { } finding
        )
        {
            report = report with { Findings = [finding, .. report.Findings] };
        }

        return report.ToWire();
    }

    public override async Task<CompareWithStripeResponse> CompareWithStripe(CompareWithStripeRequest request, ServerCallContext context)
    {
        var comparison = await context
            .UseCase<CompareWithStripe>()
            .ExecuteAsync(request.StartTime.ToDateTimeOffset(), request.EndTime.ToDateTimeOffset(), context.CancellationToken);
        return new CompareWithStripeResponse
        {
            MovementCount = comparison.Movements,
            PostingCount = comparison.Postings,
            Differences = { comparison.Differences },
        };
    }

    public override async Task<CreateDashboardLinkResponse> CreateDashboardLink(CreateDashboardLinkRequest request, ServerCallContext context)
    {
        var (url, expiresAt) = await context.UseCase<CreateDashboardLink>().ExecuteAsync(context.Actor(), context.CancellationToken);
        return new CreateDashboardLinkResponse { Url = url.ToString(), ExpireTime = expiresAt.ToWire() };
    }
}
