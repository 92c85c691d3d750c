using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Disputes;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain.Payments.Disputes;
using Grpc.Core;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Disputes;

internal sealed class DisputeGrpcService(PageTokens pages) : DisputeService.DisputeServiceBase
{
    private const string DisputePattern = "disputes/{dispute}";

    public override async Task<ListDisputesResponse> ListDisputes(ListDisputesRequest request, ServerCallContext context)
    {
        var arguments = new ListDisputesRequest { State = request.State };
        var state = request.State == Wire.Dispute.Types.State.Unspecified ? (DisputeState?)null : (DisputeState)request.State;
        var page = await context
            .UseCase<ListDisputes>()
            .ExecuteAsync(state, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListDisputesResponse { Disputes = { page.Items.Select(d => d.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetDisputeEvidenceResponse> GetDisputeEvidence(GetDisputeEvidenceRequest request, ServerCallContext context) =>
        new()
        {
            Evidence = (
                await context
                    .UseCase<AssembleEvidence>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, DisputePattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<SubmitDisputeEvidenceResponse> SubmitDisputeEvidence(SubmitDisputeEvidenceRequest request, ServerCallContext context) =>
        new()
        {
            Dispute = (
                await context
                    .UseCase<SubmitEvidence>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, DisputePattern), request.Statement, context.CancellationToken)
            ).ToWire(),
        };
}
