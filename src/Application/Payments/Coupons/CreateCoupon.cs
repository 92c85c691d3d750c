using ESchool.Domain;
using ESchool.Domain.Payments.Coupons;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Makes a coupon for an instructor's own courses; the discount is the instructor's.</summary>
public sealed class CreateCoupon(NewCoupons coupons)
{
    /// <summary>Makes it.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="code">What students type in.</param>
    /// <param name="discount">What it takes off.</param>
    /// <param name="terms">Where, when and how often; the instructor is the caller.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>: also when it is not the caller's; <c>COUPON_CODE_TAKEN</c>, <c>COUPON_INVALID</c>.
    /// </exception>
    public Task<Coupon> ExecuteAsync(Actor actor, string code, Discount discount, CouponTerms terms, CancellationToken cancellationToken) =>
        coupons.SaveAsync(actor, code, discount, terms with { InstructorId = actor.UserId }, DiscountBearer.Instructor, cancellationToken);
}
