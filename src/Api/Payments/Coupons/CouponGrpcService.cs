using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Coupons;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain.Payments.Coupons;
using Grpc.Core;

namespace ESchool.Api.Payments.Coupons;

internal sealed class CouponGrpcService(IdempotentCalls idempotent, PageTokens pages) : CouponService.CouponServiceBase
{
    private const string CouponPattern = "coupons/{coupon}";

    public override Task<CreateCouponResponse> CreateCoupon(CreateCouponRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new CreateCouponResponse
                {
                    Coupon = (
                        await context
                            .UseCase<CreateCoupon>()
                            .ExecuteAsync(
                                context.Actor(),
                                request.Coupon.Code,
                                DiscountOf(request.Coupon),
                                TermsOf(request.Coupon, context),
                                context.CancellationToken
                            )
                    ).ToWire(),
                }
        );

    public override Task<CreatePromotionResponse> CreatePromotion(CreatePromotionRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
                new CreatePromotionResponse
                {
                    Coupon = (
                        await context
                            .UseCase<CreatePromotion>()
                            .ExecuteAsync(
                                context.Actor(),
                                request.Coupon.Code,
                                DiscountOf(request.Coupon),
                                TermsOf(request.Coupon, context),
                                context.CancellationToken
                            )
                    ).ToWire(),
                }
        );

    public override async Task<ListCouponsResponse> ListCoupons(ListCouponsRequest request, ServerCallContext context)
    {
        var arguments = new ListCouponsRequest();
        var page = await context
            .UseCase<ListCoupons>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListCouponsResponse { Coupons = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<DisableCouponResponse> DisableCoupon(DisableCouponRequest request, ServerCallContext context) =>
        new()
        {
            Coupon = (
                await context.UseCase<DisableCoupon>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CouponPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<DisablePromotionResponse> DisablePromotion(DisablePromotionRequest request, ServerCallContext context) =>
        new()
        {
            Coupon = (
                await context
                    .UseCase<DisablePromotion>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CouponPattern), context.CancellationToken)
            ).ToWire(),
        };

    private static Discount DiscountOf(CouponSpec spec) => new(spec.PercentOffBasisPoints, spec.AmountOff?.ToMoney("coupon.amount_off"));

    private static CouponTerms TermsOf(CouponSpec spec, ServerCallContext context) =>
        new(
            spec.Course.Length == 0 ? null : ResourceNames.One(spec.Course, "courses/{course}", "coupon.course"),
            InstructorId: null,
            spec.StartTime?.ToDateTimeOffset() ?? context.UseCase<TimeProvider>().GetUtcNow(),
            spec.EndTime?.ToDateTimeOffset(),
            spec.HasMaximumRedemptions ? spec.MaximumRedemptions : null,
            spec.HasMaximumPerStudent ? spec.MaximumPerStudent : 1
        );
}
