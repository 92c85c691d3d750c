using ESchool.Api.Calls.Wire;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Coupons;

internal static class CouponMapping
{
    public static Wire.Coupon ToWire(this Domain.Payments.Coupons.Coupon coupon)
    {
        var wire = new Wire.Coupon
        {
            Name = $"coupons/{coupon.Id}",
            Code = coupon.Code,
            AmountOff = coupon.Discount.Amount?.ToWire(),
            Course = coupon.CourseId is { } course ? $"courses/{course}" : "",
            Instructor = coupon.InstructorId is { } instructor ? $"users/{instructor}" : "",
            Bearer = (Wire.Coupon.Types.Bearer)coupon.Bearer,
            StartTime = coupon.StartsAt.ToWire(),
            EndTime = coupon.EndsAt.ToWire(),
            MaximumPerStudent = coupon.MaximumPerStudent,
            Redemptions = coupon.Redemptions,
            DisableTime = coupon.DisabledAt.ToWire(),
        };
        if (coupon.BasisPoints > 0)
        {
            wire.PercentOffBasisPoints = coupon.BasisPoints;
        }

        if (coupon.MaximumRedemptions is { } maximum)
        {
            wire.MaximumRedemptions = maximum;
        }

        return wire;
    }
}
