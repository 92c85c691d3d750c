using ESchool.Api.Calls.Wire;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Coupons;

internal static class CouponMapping
{
    public static Wire.Coupon ToWire(this Domain.Payments.Coupons.Coupon coupon) => new()
    {
        Name = $"coupons/{coupon.Id}",
        Code = coupon.Code,
        PercentOffBasisPoints = coupon.BasisPoints,
        AmountOff = coupon.Discount.Amount?.ToWire(),
        Course = coupon.CourseId is { } course ? $"courses/{course}" : "",
        Instructor = coupon.InstructorId is { } instructor ? $"users/{instructor}" : "",
        Bearer = (Wire.Coupon.Types.Bearer)coupon.Bearer,
        StartTime = coupon.StartsAt.ToWire(),
        EndTime = coupon.EndsAt.ToWire(),
        MaximumRedemptions = coupon.MaximumRedemptions ?? 0,
        MaximumPerStudent = coupon.MaximumPerStudent,
        Redemptions = coupon.Redemptions,
        DisableTime = coupon.DisabledAt.ToWire(),
    };
}
