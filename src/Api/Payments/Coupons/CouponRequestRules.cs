using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Payments.Coupons;

internal sealed class CouponSpecRules : AbstractValidator<CouponSpec>
{
    public const int LongestCode = 40;
    public const string CurrencyOrNone = "^([A-Z]{3})?$";

    public CouponSpecRules()
    {
        RuleFor(r => r.Code).Matches("^[A-Za-z0-9_-]{3,40}$").WithMessage("must be 3 to 40 letters, digits, hyphens or underscores.");
        RuleFor(r => r.PercentOffBasisPoints).InclusiveBetween(1, 10_000).When(r => r.HasPercentOffBasisPoints);
        RuleFor(r => r.AmountOff).Must((spec, amount) => (amount is null) == spec.HasPercentOffBasisPoints)
            .WithFault(amount => amount is null ? FieldFault.Required : FieldFault.NotAllowed).WithMessage("or percent_off_basis_points must be given, not both.");
        RuleFor(r => r.MaximumRedemptions).GreaterThanOrEqualTo(1).When(r => r.HasMaximumRedemptions);
        RuleFor(r => r.MaximumPerStudent).InclusiveBetween(1, 1_000).When(r => r.HasMaximumPerStudent);
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
