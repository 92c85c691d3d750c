using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity;
using ESchool.Contracts.Payments.V1;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Payments;

internal sealed class StartCheckoutRequestRules : AbstractValidator<StartCheckoutRequest>
{
    public StartCheckoutRequestRules(Frontends frontends)
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Bundle).Must((request, bundle) => bundle.Length == 0 || request.Course.Length == 0).WithMessage("or course must be given, not both.");
        RuleFor(r => r.SuccessUrl).MustBeOn(frontends);
        RuleFor(r => r.CancelUrl).MustBeOn(frontends);
        RuleFor(r => r.CouponCode).MaximumLength(CouponSpecRules.LongestCode);
        RuleFor(r => r.AcceptedTerms).MustBeText(0, 100);
        RuleFor(r => r.CurrencyCode).Matches(CouponSpecRules.CurrencyOrNone).WithMessage("must be an ISO 4217 code, such as EUR, or empty.");
    }
}

internal sealed class StartGiftCheckoutRequestRules : AbstractValidator<StartGiftCheckoutRequest>
{
    public StartGiftCheckoutRequestRules(Frontends frontends, IOptions<IdentityOptions> identity)
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.RecipientEmail).MustBeMailbox(identity.Value.AllowUtf8Addresses);
        RuleFor(r => r.Message).MustBeLines(0, 500);
        RuleFor(r => r.SuccessUrl).MustBeOn(frontends);
        RuleFor(r => r.CancelUrl).MustBeOn(frontends);
        RuleFor(r => r.CouponCode).MaximumLength(CouponSpecRules.LongestCode);
        RuleFor(r => r.AcceptedTerms).MustBeText(0, 100);
        RuleFor(r => r.CurrencyCode).Matches(CouponSpecRules.CurrencyOrNone).WithMessage("must be an ISO 4217 code, such as EUR, or empty.");
    }
}

internal sealed class RedeemGiftRequestRules : AbstractValidator<RedeemGiftRequest>
{
    public RedeemGiftRequestRules() => RuleFor(r => r.Code).MustBeText(1, 500);
}

internal sealed class PreviewPriceRequestRules : AbstractValidator<PreviewPriceRequest>
{
    public PreviewPriceRequestRules()
    {
        RuleFor(r => r.CountryCode).Matches("^([A-Z]{2})?$").WithMessage("must be an ISO 3166-1 code of two letters, such as DE, or empty.");
        RuleFor(r => r.PostalCode).MustBeText(0, 20);
        RuleFor(r => r.PostalCode).Empty().When(r => r.CountryCode.Length == 0).WithMessage("needs a country_code.");
        RuleFor(r => r.Bundle).Must((request, bundle) => bundle.Length == 0 || request.Course.Length == 0).WithMessage("or course must be given, not both.");
        RuleFor(r => r.CouponCode).MaximumLength(CouponSpecRules.LongestCode);
        RuleFor(r => r.CurrencyCode).Matches(CouponSpecRules.CurrencyOrNone).WithMessage("must be an ISO 4217 code, such as EUR, or empty.");
    }
}

internal sealed class CouponSpecRules : AbstractValidator<CouponSpec>
{
    public const int LongestCode = 40;
    public const string CurrencyOrNone = "^([A-Z]{3})?$";

    public CouponSpecRules()
    {
        RuleFor(r => r.Code).Matches("^[A-Za-z0-9_-]{3,40}$").WithMessage("must be 3 to 40 letters, digits, hyphens or underscores.");
        RuleFor(r => r.PercentOffBasisPoints).InclusiveBetween(0, 10_000);
        RuleFor(r => r.AmountOff).Must((spec, amount) => (amount is null) == (spec.PercentOffBasisPoints > 0)).WithMessage("or percent_off_basis_points must be given, not both.");
        RuleFor(r => r.MaximumRedemptions).GreaterThanOrEqualTo(0);
        RuleFor(r => r.MaximumPerStudent).InclusiveBetween(0, 1_000);
    }
}

internal sealed class CreateCouponRequestRules : AbstractValidator<CreateCouponRequest>
{
    public CreateCouponRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Coupon).NotNull().WithMessage("must be given.").SetValidator(new CouponSpecRules());
    }
}

internal sealed class CreatePromotionRequestRules : AbstractValidator<CreatePromotionRequest>
{
    public CreatePromotionRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Coupon).NotNull().WithMessage("must be given.").SetValidator(new CouponSpecRules());
    }
}

internal sealed class RefundOrderRequestRules : AbstractValidator<RefundOrderRequest>
{
    public RefundOrderRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Reason).MustBeLines(0, 2_000);
    }
}

internal sealed class IssueRefundRequestRules : AbstractValidator<IssueRefundRequest>
{
    public IssueRefundRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Reason).MustBeLines(1, 2_000);
    }
}

internal sealed class ListDisputesRequestRules : AbstractValidator<ListDisputesRequest>
{
    public ListDisputesRequestRules() => RuleFor(r => r.State).IsInEnum();
}

internal sealed class SubmitDisputeEvidenceRequestRules : AbstractValidator<SubmitDisputeEvidenceRequest>
{
    public SubmitDisputeEvidenceRequestRules() => RuleFor(r => r.Statement).MustBeLines(0, 5_000);
}

internal sealed class AgreeRevenueTermsRequestRules : AbstractValidator<AgreeRevenueTermsRequest>
{
    public AgreeRevenueTermsRequestRules()
    {
        RuleFor(r => r.Reason).MustBeLines(1, 2_000);
        RuleFor(r => r.Fees!.SaleBasisPoints).InclusiveBetween(0, 10_000).When(r => r.Fees is not null);
        RuleFor(r => r.Fees!.InstructorCouponBasisPoints).InclusiveBetween(0, 10_000).When(r => r.Fees is not null);
        RuleFor(r => r.Fees!.PromotionBasisPoints).InclusiveBetween(0, 10_000).When(r => r.Fees is not null);
    }
}

internal sealed class GetTaxSummaryRequestRules : AbstractValidator<GetTaxSummaryRequest>
{
    public GetTaxSummaryRequestRules() => RuleFor(r => r.Year).InclusiveBetween(2000, 9998);
}

internal sealed class ReplayStripeEventRequestRules : AbstractValidator<ReplayStripeEventRequest>
{
    public ReplayStripeEventRequestRules() => RuleFor(r => r.Id).Matches("^evt_[A-Za-z0-9_]{1,100}$").WithMessage("must be an event's id of Stripe, evt_….");
}
