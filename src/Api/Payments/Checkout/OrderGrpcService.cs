using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Memberships;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Coupons;
using ESchool.Application.Payments.Receipts;
using ESchool.Application.Payments.Refunds;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments;

internal sealed partial class PaymentGrpcService(StartCheckout start, GetOrder get, ListOrders list, RefundOrder refund, CreateCoupon createCoupon, IdempotentCalls idempotent, PageTokens pages)
    : PaymentService.PaymentServiceBase
{
    private const string OrderPattern = "orders/{order}";
    private const string BundlePattern = "bundles/{bundle}";

    public override async Task<StartCheckoutResponse> StartCheckout(StartCheckoutRequest request, ServerCallContext context)
    {
        var page = new CheckoutPage(request.SuccessUrl, request.CancelUrl, request.AcceptedTerms, request.CurrencyCode);
        var (actor, requestId) = (context.Actor(), Guid.Parse(request.RequestId));
        var order = request.Bundle.Length > 0
            ? await start.BundleAsync(actor, requestId, ResourceNames.One(request.Bundle, BundlePattern, "bundle"), request.CouponCode, page, context.CancellationToken)
            : await start.ExecuteAsync(actor, requestId, ResourceNames.One(request.Course, "courses/{course}", "course"), request.CouponCode, page, context.CancellationToken);
        return new StartCheckoutResponse { Order = order.ToWire(), CheckoutUrl = order.CheckoutUrl ?? "" };
    }

    public override async Task<GetOrderResponse> GetOrder(GetOrderRequest request, ServerCallContext context) =>
        new() { Order = (await get.ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken)).ToWire() };

    public override async Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        var arguments = new ListOrdersRequest { Student = request.Student };
        var studentId = request.Student is "" or "users/me" ? context.Actor().UserId : ResourceNames.One(request.Student, "users/{user}", "student");
        var page = await list.ExecuteAsync(context.Actor(), studentId, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOrdersResponse { Orders = { page.Items.Select(o => o.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<CancelOrderResponse> CancelOrder(CancelOrderRequest request, ServerCallContext context) => new()
    {
        Order = (await context.UseCase<CancelOrder>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken)).ToWire(),
    };

    public override async Task<CreateReceiptDownloadResponse> CreateReceiptDownload(CreateReceiptDownloadRequest request, ServerCallContext context)
    {
        var (url, expiresAt) = await context.UseCase<CreateReceiptDownload>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken);
        return new CreateReceiptDownloadResponse { Url = url, ExpireTime = expiresAt.ToWire() };
    }

    public override async Task<ExplainRefundResponse> ExplainRefund(ExplainRefundRequest request, ServerCallContext context) =>
        (await context.UseCase<ExplainRefund>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken)).ToWire();

    public override Task<RefundOrderResponse> RefundOrder(RefundOrderRequest request, ServerCallContext context) =>
        idempotent.RunAsync(context, request, request.RequestId, async () => new RefundOrderResponse
        {
            Refund = (await refund.ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), request.Reason, context.CancellationToken)).ToWire(),
        });

    public override async Task<GetRefundResponse> GetRefund(GetRefundRequest request, ServerCallContext context) =>
        new() { Refund = (await context.UseCase<GetRefund>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "refunds/{refund}"), context.CancellationToken)).ToWire() };

    public override Task<IssueRefundResponse> IssueRefund(IssueRefundRequest request, ServerCallContext context) =>
        idempotent.RunAsync(context, request, request.RequestId, async () => new IssueRefundResponse
        {
            Refund = (await refund.IssueAsync(
                context.Actor(), ResourceNames.One(request.Name, OrderPattern), request.Amount?.ToMoney("amount"), request.Reason, context.CancellationToken)).ToWire(),
        });
}
