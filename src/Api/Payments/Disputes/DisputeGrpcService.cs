using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payments.Tax;
using ESchool.Application.StripeEvents;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain.Payments.Disputes;
using Grpc.Core;

namespace ESchool.Api.Payments;

/// <content>What the staff does: disputes, revenue shares, tax, and Stripe's events.</content>
internal sealed partial class PaymentGrpcService
{
    private const string DisputePattern = "disputes/{dispute}";
    private const string TermsPattern = "users/{user}/revenueTerms";

    public override async Task<ListDisputesResponse> ListDisputes(ListDisputesRequest request, ServerCallContext context)
    {
        var arguments = new ListDisputesRequest { State = request.State };
        var state = request.State == Contracts.Payments.V1.Dispute.Types.State.Unspecified ? (DisputeState?)null : (DisputeState)request.State;
        var page = await context.UseCase<ListDisputes>().ExecuteAsync(state, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListDisputesResponse { Disputes = { page.Items.Select(d => d.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<GetDisputeEvidenceResponse> GetDisputeEvidence(GetDisputeEvidenceRequest request, ServerCallContext context) =>
        new() { Evidence = (await context.UseCase<AssembleEvidence>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, DisputePattern), context.CancellationToken)).ToWire() };

    public override async Task<SubmitDisputeEvidenceResponse> SubmitDisputeEvidence(SubmitDisputeEvidenceRequest request, ServerCallContext context) => new()
    {
        Dispute = (await context.UseCase<SubmitEvidence>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, DisputePattern), request.Statement, context.CancellationToken)).ToWire(),
    };

    public override async Task<GetRevenueTermsResponse> GetRevenueTerms(GetRevenueTermsRequest request, ServerCallContext context) =>
        new() { Terms = (await context.UseCase<GetRevenueTerms>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, TermsPattern), context.CancellationToken)).ToWire() };

    public override async Task<AgreeRevenueTermsResponse> AgreeRevenueTerms(AgreeRevenueTermsRequest request, ServerCallContext context)
    {
        var fees = request.Fees is { } agreed
            ? new Domain.Payments.Checkout.FeeSchedule(agreed.SaleBasisPoints, agreed.InstructorCouponBasisPoints, agreed.PromotionBasisPoints)
            : null;
        var terms = await context.UseCase<AgreeRevenueTerms>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, TermsPattern), fees, request.Reason, context.CancellationToken);
        return new AgreeRevenueTermsResponse { Terms = terms.ToWire() };
    }

    public override async Task<GetTaxSummaryResponse> GetTaxSummary(GetTaxSummaryRequest request, ServerCallContext context) =>
        new() { Rows = { (await context.UseCase<GetTaxSummary>().ExecuteAsync(request.Year, context.CancellationToken)).Select(m => m.ToWire()) } };

    public override async Task<ListStripeEventsResponse> ListStripeEvents(ListStripeEventsRequest request, ServerCallContext context)
    {
        var arguments = new ListStripeEventsRequest { PendingOnly = request.PendingOnly };
        var page = await context.UseCase<ListStripeEvents>().ExecuteAsync(request.PendingOnly, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListStripeEventsResponse { Events = { page.Items.Select(e => e.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ReplayStripeEventResponse> ReplayStripeEvent(ReplayStripeEventRequest request, ServerCallContext context) =>
        new() { Event = (await context.UseCase<ReplayStripeEvent>().ExecuteAsync(context.Actor(), request.Id, context.CancellationToken)).ToWire() };
}
