using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Receipts;
using ESchool.Application.Payments.Tax;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using Grpc.Core;

namespace ESchool.Api.Payments.Checkout;

internal sealed class OrderGrpcService(PageTokens pages) : OrderService.OrderServiceBase
{
    private const string OrderPattern = "orders/{order}";

    public override async Task<StartCheckoutResponse> StartCheckout(StartCheckoutRequest request, ServerCallContext context)
    {
        var page = new CheckoutPage(request.SuccessUrl, request.CancelUrl, request.AcceptedTerms, request.CurrencyCode)
        {
            TrafficSource = request.TrafficSource.ToDomain(),
        };
        var order = await context
            .UseCase<StartCheckout>()
            .ExecuteAsync(
                context.Actor(),
                Guid.Parse(request.RequestId),
                ItemOf(request.Course, request.Bundle),
                request.CouponCode,
                page,
                context.CancellationToken
            );
        return new StartCheckoutResponse { Order = order.ToWire(), CheckoutUrl = order.CheckoutUrl ?? "" };
    }

    public override async Task<PreviewPriceResponse> PreviewPrice(PreviewPriceRequest request, ServerCallContext context)
    {
        var item = ItemOf(request.Course, request.Bundle);
        var place = request.CountryCode.Length == 0 ? null : new TaxPlace(request.CountryCode, request.PostalCode);
        if (place is not null && context.FindActor() is null)
        {
            // Stripe is paid for each calculation.
            throw new DomainException(CallReasons.AccessTokenInvalid, "Tax is calculated for signed-in callers.");
        }

        return (
            await context
                .UseCase<PreviewPrice>()
                .ExecuteAsync(context.Actor(), item, request.CouponCode, request.CurrencyCode, place, context.CancellationToken)
        ).ToWire();
    }

    public override async Task<GetOrderResponse> GetOrder(GetOrderRequest request, ServerCallContext context) =>
        new()
        {
            Order = (
                await context.UseCase<GetOrder>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ListOrdersResponse> ListOrders(ListOrdersRequest request, ServerCallContext context)
    {
        var arguments = new ListOrdersRequest { Student = request.Student };
        var studentId = request.Student is "" or "users/me" ? context.Actor().UserId : ResourceNames.One(request.Student, "users/{user}", "student");
        var page = await context
            .UseCase<ListOrders>()
            .ExecuteAsync(context.Actor(), studentId, pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListOrdersResponse { Orders = { page.Items.Select(o => o.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<CancelOrderResponse> CancelOrder(CancelOrderRequest request, ServerCallContext context) =>
        new()
        {
            Order = (
                await context.UseCase<CancelOrder>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<CreateReceiptDownloadResponse> CreateReceiptDownload(CreateReceiptDownloadRequest request, ServerCallContext context)
    {
        var (url, expiresAt) = await context
            .UseCase<CreateReceiptDownload>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, OrderPattern), context.CancellationToken);
        return new CreateReceiptDownloadResponse { Url = url, ExpireTime = expiresAt.ToWire() };
    }

    private static ItemId ItemOf(string course, string bundle) =>
        bundle.Length > 0
            ? ItemId.Bundle(ResourceNames.One(bundle, "bundles/{bundle}", "bundle"))
            : ItemId.Course(ResourceNames.One(course, "courses/{course}", "course"));
}
