using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Ledger;
using ESchool.Application.Ledger.Statements;
using ESchool.Application.Payouts;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Contracts.Payouts.V1;
using ESchool.Domain.Payouts;
using Grpc.Core;

namespace ESchool.Api.Payouts;

internal sealed class EarningsGrpcService(IdempotentCalls idempotent, PageTokens pages) : EarningsService.EarningsServiceBase
{
    private const string Pattern = "payouts/{payout}";

    public override async Task<GetBalanceResponse> GetBalance(GetBalanceRequest request, ServerCallContext context) =>
        new() { Balances = { (await context.UseCase<GetBalance>().ExecuteAsync(context.Actor(), context.CancellationToken)).Select(b => b.ToWire()) } };

    public override async Task<ListLedgerEntriesResponse> ListLedgerEntries(ListLedgerEntriesRequest request, ServerCallContext context)
    {
        var arguments = new ListLedgerEntriesRequest();
        var page = await context
            .UseCase<ListLedgerEntries>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListLedgerEntriesResponse { Entries = { page.Items.Select(e => e.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ExportStatementResponse> ExportStatement(ExportStatementRequest request, ServerCallContext context) =>
        (
            await context
                .UseCase<ExportStatement>()
                .ExecuteAsync(context.Actor(), request.CurrencyCode, request.ToPeriod(), (StatementFormat)request.Format, context.CancellationToken)
        ).ToWire();

    public override async Task<SimulatePayoutResponse> SimulatePayout(SimulatePayoutRequest request, ServerCallContext context) =>
        (await context.UseCase<SimulatePayout>().ExecuteAsync(context.Actor(), request.CurrencyCode, context.CancellationToken)).ToWire();

    public override Task<RequestPayoutResponse> RequestPayout(RequestPayoutRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new RequestPayoutResponse
                {
                    Payout = (
                        await context.UseCase<RequestPayout>().ExecuteAsync(context.Actor(), request.Amount.ToMoney("amount"), context.CancellationToken)
                    ).ToWire(),
                }
        );

    public override async Task<CancelPayoutResponse> CancelPayout(CancelPayoutRequest request, ServerCallContext context) =>
        new()
        {
            Payout = (
                await context.UseCase<CancelPayout>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<GetPayoutResponse> GetPayout(GetPayoutRequest request, ServerCallContext context) =>
        new()
        {
            Payout = (
                await context.UseCase<GetPayout>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ListPayoutItemsResponse> ListPayoutItems(ListPayoutItemsRequest request, ServerCallContext context)
    {
        var arguments = new ListPayoutItemsRequest { Name = request.Name };
        var page = await context
            .UseCase<ListPayoutItems>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Name, Pattern),
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListPayoutItemsResponse { Items = { page.Items.Select(part => part.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ListPayoutsResponse> ListPayouts(ListPayoutsRequest request, ServerCallContext context)
    {
        var arguments = new ListPayoutsRequest { State = request.State };
        var state = request.State == Contracts.Payouts.V1.Payout.Types.State.Unspecified ? (PayoutState?)null : (PayoutState)request.State;
        var page = await context
            .UseCase<ListPayouts>()
            .ExecuteAsync(context.Actor(), state, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListPayoutsResponse { Payouts = { page.Items.Select(p => p.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override Task<ReviewPayoutResponse> ReviewPayout(ReviewPayoutRequest request, ServerCallContext context) =>
        idempotent.RunAsync(context, request, request.RequestId, () => ReviewAsync(request, context));

    public override async Task<ReviewPayoutsResponse> ReviewPayouts(ReviewPayoutsRequest request, ServerCallContext context)
    {
        var response = new ReviewPayoutsResponse();
        foreach (var one in request.Reviews)
        {
            var (reviewed, refusal) = await idempotent.TryRunAsync(context, one, one.RequestId, () => ReviewAsync(one, context));
            response.Results.Add(
                new ReviewPayoutsResponse.Types.Result
                {
                    Name = one.Name,
                    Payout = reviewed?.Payout,
                    Reason = refusal?.Reason.Code ?? "",
                    Message = refusal is null ? "" : ContractWords.MessageOf(refusal),
                }
            );
        }

        return response;
    }

    public override async Task<GetPayoutTermsResponse> GetPayoutTerms(GetPayoutTermsRequest request, ServerCallContext context) =>
        new() { Terms = (await context.UseCase<GetPayoutTerms>().ExecuteAsync(context.Actor(), context.CancellationToken)).ToWire() };

    public override async Task<SetPayoutScheduleResponse> SetPayoutSchedule(SetPayoutScheduleRequest request, ServerCallContext context) =>
        new()
        {
            Terms = (
                await context.UseCase<SetPayoutSchedule>().ExecuteAsync(context.Actor(), (PayoutSchedule)request.Schedule, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<RecordTaxFormResponse> RecordTaxForm(RecordTaxFormRequest request, ServerCallContext context) =>
        new()
        {
            Terms = (
                await context
                    .UseCase<RecordTaxForm>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "users/{user}"), request.OnFile, context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ReconcilePayoutResponse> ReconcilePayout(ReconcilePayoutRequest request, ServerCallContext context) =>
        new()
        {
            Payout = (
                await context.UseCase<ReconcilePayout>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ReversePayoutResponse> ReversePayout(ReversePayoutRequest request, ServerCallContext context) =>
        new()
        {
            Payout = (
                await context
                    .UseCase<ReversePayout>()
                    .ExecuteAsync(
                        context.Actor(),
                        ResourceNames.One(request.Name, Pattern),
                        request.Reversed?.ToMoney("reversed"),
                        request.Reason,
                        context.CancellationToken
                    )
            ).ToWire(),
        };

    private static async Task<ReviewPayoutResponse> ReviewAsync(ReviewPayoutRequest request, ServerCallContext context)
    {
        var approve = request.Decision == ReviewPayoutRequest.Types.Decision.Approve;
        return new ReviewPayoutResponse
        {
            Payout = (
                await context
                    .UseCase<ReviewPayout>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), approve, request.Message, context.CancellationToken)
            ).ToWire(),
        };
    }
}
