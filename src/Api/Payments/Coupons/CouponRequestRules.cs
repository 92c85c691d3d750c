using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Payments.Coupons;

internal sealed class CouponSpecRules : AbstractValidator<CouponSpec>
{
    public CouponSpecRules()
    {
        RuleFor(r => r.Code).Matches("^[A-Za-z0-9_-]{3,40}$").WithMessage("must be 3 to 40 letters, digits, hyphens or underscores.");
        RuleFor(r => r.AmountOff)
            .Must((spec, amount) => (amount is null) == spec.HasPercentOffBasisPoints)
            .WithFault(amount => amount is null ? FieldFault.Required : FieldFault.NotAllowed)
            .WithMessage("or percent_off_basis_points must be given, not both.");
    }
}

internal sealed class CreateCouponRequestRules : AbstractValidator<CreateCouponRequest>
{
    public CreateCouponRequestRules() => RuleFor(r => r.Coupon).SetValidator(new CouponSpecRules());
}

internal sealed class CreatePromotionRequestRules : AbstractValidator<CreatePromotionRequest>
{
    public CreatePromotionRequestRules() => RuleFor(r => r.Coupon).SetValidator(new CouponSpecRules());
}
