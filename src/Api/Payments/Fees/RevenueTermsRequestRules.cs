using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using FluentValidation;

namespace ESchool.Api.Payments.Fees;

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
