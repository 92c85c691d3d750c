using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Moderation.Appeals;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;

namespace ESchool.Api.Administration.Moderation;

/// <summary>What users do: report, read what became of it, appeal. Staff have a file of their own.</summary>
internal sealed partial class ModerationGrpcService(PageTokens pages, IdempotentCalls idempotent) : ModerationService.ModerationServiceBase
{
    private const string ReportPattern = "reports/{report}";
    private const string DecisionPattern = "decisions/{decision}";

    public override Task<CreateReportResponse> CreateReport(CreateReportRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var report = await context
                    .UseCase<CreateReport>()
                    .ExecuteAsync(
                        context.Actor(),
                        ModerationTargets.Read(request.Target),
                        (Domain.Administration.Moderation.ReportCategory)request.Category,
                        request.Text,
                        context.CancellationToken
                    );
                return new CreateReportResponse { Report = report.ToWire() };
            }
        );

    public override async Task<ListOwnReportsResponse> ListOwnReports(ListOwnReportsRequest request, ServerCallContext context)
    {
        var arguments = new ListOwnReportsRequest();
        var page = await context
            .UseCase<ListOwnReports>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOwnReportsResponse { Reports = { page.Items.Select(r => r.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetReportResponse> GetReport(GetReportRequest request, ServerCallContext context) =>
        new()
        {
            Report = (
                await context.UseCase<GetReport>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, ReportPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ListOwnDecisionsResponse> ListOwnDecisions(ListOwnDecisionsRequest request, ServerCallContext context)
    {
        var arguments = new ListOwnDecisionsRequest();
        var page = await context
            .UseCase<ListOwnDecisions>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOwnDecisionsResponse { Decisions = { page.Items.Select(d => d.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetDecisionResponse> GetDecision(GetDecisionRequest request, ServerCallContext context) =>
        new()
        {
            Decision = (
                await context.UseCase<GetDecision>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, DecisionPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override Task<AppealDecisionResponse> AppealDecision(AppealDecisionRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new AppealDecisionResponse
                {
                    Appeal = (
                        await context
                            .UseCase<AppealDecision>()
                            .ExecuteAsync(context.Actor().UserId, ResourceNames.One(request.Name, DecisionPattern), request.Text, context.CancellationToken)
                    ).ToWire(),
                }
        );

    public override async Task<AppealByTokenResponse> AppealByToken(AppealByTokenRequest request, ServerCallContext context) =>
        new() { Appeal = (await context.UseCase<AppealByToken>().ExecuteAsync(request.Token, request.Text, context.CancellationToken)).ToWire() };
}
