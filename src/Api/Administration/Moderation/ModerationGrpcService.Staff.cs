using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Moderation.Appeals;
using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Administration.Moderation.Statistics;
using ESchool.Application.Identity.Sessions;
using ESchool.Contracts.Administration.V1;
using Grpc.Core;
using Moderated = ESchool.Domain.Administration.Moderation;

namespace ESchool.Api.Administration.Moderation;

/// <summary>Cases, decisions and appeals, for staff.</summary>
internal sealed partial class ModerationGrpcService
{
    private const string CasePattern = "cases/{case}";
    private const string AppealPattern = "appeals/{appeal}";

    public override async Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context)
    {
        var arguments = request.Clone();
        (arguments.PageSize, arguments.PageToken) = (0, "");
        var filter = new CaseFilter(
            request.State == Case.Types.State.Unspecified ? null : (Moderated.CaseState)request.State,
            request.Kind == TargetKind.Unspecified ? null : (Moderated.TargetKind)request.Kind,
            request.Category == ReportCategory.Unspecified ? null : (Moderated.ReportCategory)request.Category,
            request.Person.Length == 0 ? null : ResourceNames.One(request.Person, "users/{user}", "person")
        );
        var page = await context
            .UseCase<ListCases>()
            .ExecuteAsync(filter, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListCasesResponse { Cases = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context) =>
        (await context.UseCase<GetCase>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CasePattern), context.CancellationToken)).ToWire();

    public override async Task<OpenCaseResponse> OpenCase(OpenCaseRequest request, ServerCallContext context) =>
        new()
        {
            Case = (
                await context.UseCase<OpenCase>().ExecuteAsync(context.Actor(), ModerationTargets.Read(request.Target), request.Note, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ClaimCaseResponse> ClaimCase(ClaimCaseRequest request, ServerCallContext context) =>
        new()
        {
            Case = (
                await context
                    .UseCase<ClaimCase>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CasePattern), request.TakeOver, request.Note, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ReleaseCaseResponse> ReleaseCase(ReleaseCaseRequest request, ServerCallContext context) =>
        new()
        {
            Case = (
                await context.UseCase<ReleaseCase>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CasePattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ResolveCaseResponse> ResolveCase(ResolveCaseRequest request, ServerCallContext context)
    {
        var caseId = ResourceNames.One(request.Name, CasePattern);
        var ruling = request.Ruling.ToDomain();
        if (ruling is { Act: Moderated.ModerationAct.Suspend, Scope: null })
        {
            // It is a user's account that is suspended. A stolen token must not be enough for that, as for SuspendUser.
            await context.UseCase<CheckSession>().ExecuteAsync(context.Actor(), SessionDemands.StepUp | SessionDemands.SecondFactor, context.CancellationToken);
        }

        var decided = await context.UseCase<ResolveCase>().ExecuteAsync(context.Actor(), caseId, ruling, context.CancellationToken);
        return new ResolveCaseResponse { Decision = decided.ToWire() };
    }

    public override async Task<LiftDecisionResponse> LiftDecision(LiftDecisionRequest request, ServerCallContext context) =>
        new()
        {
            Decision = (
                await context
                    .UseCase<LiftDecision>()
                    .ExecuteAsync(
                        context.Actor(),
                        ResourceNames.One(request.Name, DecisionPattern),
                        request.Reason,
                        request.Reversed,
                        context.CancellationToken
                    )
            ).ToWire(),
        };

    public override async Task<ListAppealsResponse> ListAppeals(ListAppealsRequest request, ServerCallContext context)
    {
        var arguments = new ListAppealsRequest { State = request.State };
        Moderated.AppealState? state = request.State == Appeal.Types.State.Unspecified ? null : (Moderated.AppealState)request.State;
        var page = await context
            .UseCase<ListAppeals>()
            .ExecuteAsync(state, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListAppealsResponse { Appeals = { page.Items.Select(a => a.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<DecideAppealResponse> DecideAppeal(DecideAppealRequest request, ServerCallContext context) =>
        new()
        {
            Appeal = (
                await context
                    .UseCase<DecideAppeal>()
                    .ExecuteAsync(
                        context.Actor(),
                        ResourceNames.One(request.Name, AppealPattern),
                        request.Outcome == DecideAppealRequest.Types.Outcome.Reverse,
                        request.Answer,
                        context.CancellationToken
                    )
            ).ToWire(),
        };

    public override async Task<GetModerationStatisticsResponse> GetModerationStatistics(GetModerationStatisticsRequest request, ServerCallContext context) =>
        new()
        {
            Statistics = (
                await context
                    .UseCase<GetModerationStatistics>()
                    .ExecuteAsync(request.StartTime.ToDateTimeOffset(), request.EndTime.ToDateTimeOffset(), context.CancellationToken)
            ).ToWire(),
        };
}
