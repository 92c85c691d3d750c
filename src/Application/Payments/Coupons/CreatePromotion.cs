using ESchool.Domain;
using ESchool.Domain.Payments.Coupons;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Makes a coupon for any courses of the school; the discount is the platform's.</summary>
public sealed class CreatePromotion(NewCoupons coupons)
{
    /// <summary>Makes it.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="code">What students type in.</param>
    /// <param name="discount">What it takes off.</param>
    /// <param name="terms">Where, when and how often.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>; <c>COUPON_CODE_TAKEN</c>, <c>COUPON_INVALID</c>.</exception>
    public Task<Coupon> ExecuteAsync(Actor actor, string code, Discount discount, CouponTerms terms, CancellationToken cancellationToken) =>
        coupons.SaveAsync(actor, code, discount, terms, DiscountBearer.Platform, cancellationToken);
}
