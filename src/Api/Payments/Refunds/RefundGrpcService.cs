using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Refunds;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments.Refunds;

internal sealed class RefundGrpcService(IdempotentCalls idempotent) : RefundService.RefundServiceBase
{
    private const string OrderPattern = "orders/{order}";

    public override async Task<ExplainRefundResponse> ExplainRefund(ExplainRefundRequest request, ServerCallContext context) =>
        (
            await context.UseCase<ExplainRefund>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken)
        ).ToWire();

    public override Task<RefundOrderResponse> RefundOrder(RefundOrderRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new RefundOrderResponse
                {
                    Refund = (
                        await context
                            .UseCase<RefundOrder>()
                            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), request.Reason, context.CancellationToken)
                    ).ToWire(),
                }
        );

    public override async Task<GetRefundResponse> GetRefund(GetRefundRequest request, ServerCallContext context) =>
        new()
        {
            Refund = (
                await context.UseCase<GetRefund>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "refunds/{refund}"), context.CancellationToken)
            ).ToWire(),
        };

    public override Task<IssueRefundResponse> IssueRefund(IssueRefundRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new IssueRefundResponse
                {
                    Refund = (
                        await context
                            .UseCase<IssueRefund>()
                            .ExecuteAsync(
                                context.Actor(),
                                ResourceNames.One(request.Name, OrderPattern),
                                request.Amount?.ToMoney("amount"),
                                request.Reason,
                                context.CancellationToken
                            )
                    ).ToWire(),
                }
        );
}
