using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Payments.Checkout;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Gifts;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain.Payments.Gifts;
using Grpc.Core;

namespace ESchool.Api.Payments.Gifts;

internal sealed class GiftGrpcService : GiftService.GiftServiceBase
{
    public override async Task<StartGiftCheckoutResponse> StartGiftCheckout(StartGiftCheckoutRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, "courses/{course}", "course");
        var page = new CheckoutPage(request.SuccessUrl, request.CancelUrl, request.AcceptedTerms, request.CurrencyCode)
        {
            TrafficSource = request.TrafficSource.ToDomain(),
        };
        var gift = new GiftCard(request.RecipientEmail, request.Message);
        var order = await context
            .UseCase<StartGiftCheckout>()
            .ExecuteAsync(context.Actor(), Guid.Parse(request.RequestId), courseId, request.CouponCode, gift, page, context.CancellationToken);
        return new StartGiftCheckoutResponse { Order = order.ToWire(), CheckoutUrl = order.CheckoutUrl ?? "" };
    }

    public override async Task<CreateGiftLinkResponse> CreateGiftLink(CreateGiftLinkRequest request, ServerCallContext context) =>
        new()
        {
            Url = (
                await context
                    .UseCase<CreateGiftLink>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, "orders/{order}"), context.CancellationToken)
            ).ToString(),
        };

    public override async Task<RedeemGiftResponse> RedeemGift(RedeemGiftRequest request, ServerCallContext context) =>
        new() { Enrollment = $"enrollments/{await context.UseCase<RedeemGift>().ExecuteAsync(context.Actor(), request.Code, context.CancellationToken)}" };
}
