using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Receipts;
using ESchool.Application.Payments.Tax;
using ESchool.Contracts.Payments.V1;
using Grpc.Core;

namespace ESchool.Api.Payments.Checkout;

internal sealed class OrderGrpcService(StartCheckout start, GetOrder get, ListOrders list, PageTokens pages) : OrderService.OrderServiceBase
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

    public override async Task<PreviewPriceResponse> PreviewPrice(PreviewPriceRequest request, ServerCallContext context)
    {
        var item = request.Bundle.Length > 0
            ? ItemId.Bundle(ResourceNames.One(request.Bundle, BundlePattern, "bundle"))
            : ItemId.Course(ResourceNames.One(request.Course, "courses/{course}", "course"));
        var place = request.CountryCode.Length == 0 ? null : new TaxPlace(request.CountryCode, request.PostalCode);
        return (await context.UseCase<PreviewPrice>().ExecuteAsync(context.Actor(), item, request.CouponCode, request.CurrencyCode, place, context.CancellationToken)).ToWire();
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
}
