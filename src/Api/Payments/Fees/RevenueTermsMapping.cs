using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Fees;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Fees;

internal static class RevenueTermsMapping
{
    public static Wire.RevenueTerms ToWire(this AgreedFees agreed) =>
        new()
        {
            Name = $"users/{agreed.InstructorId}/revenueTerms",
            Fees = new Wire.FeeSchedule
            {
                SaleBasisPoints = agreed.Fees.Sale,
                InstructorCouponBasisPoints = agreed.Fees.InstructorCoupon,
                PromotionBasisPoints = agreed.Fees.Promotion,
            },
            AgreeTime = agreed.AgreedAt.ToWire(),
        };
}
