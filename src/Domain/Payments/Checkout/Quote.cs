using ESchool.Domain.Payments.Coupons;

namespace ESchool.Domain.Payments.Checkout;

/// <summary>What a student would pay for a course or a bundle, and how the sale would be divided.</summary>
/// <param name="List">The price without a discount.</param>
/// <param name="Off">What a coupon takes off.</param>
/// <param name="Coupon">The coupon; null without one.</param>
/// <param name="PlatformFeeBasisPoints">The platform's fee.</param>
public sealed record Quote(Money List, Money Off, Coupon? Coupon, int PlatformFeeBasisPoints)
{
    /// <summary>What is to be paid, before tax.</summary>
    public Money Total => List - Off;

    /// <summary>A price without a discount.</summary>
    public static Quote Of(Money price, int platformFeeBasisPoints) => new(price, Money.Zero(price.CurrencyCode), null, platformFeeBasisPoints);
}
