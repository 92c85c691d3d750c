using ESchool.Domain.Payments.Coupons;

namespace ESchool.Domain.Payments.Checkout;

/// <summary>What the platform keeps of sales, in basis points.</summary>
/// <param name="Sale">Of a sale without a coupon.</param>
/// <param name="InstructorCoupon">Of a sale with a coupon of the instructor's own: the instructor has found the student.</param>
/// <param name="Promotion">Of a sale with a promotion of the platform, of the price without the discount.</param>
public sealed record FeeSchedule(int Sale, int InstructorCoupon, int Promotion)
{
    /// <summary>The fee of a sale.</summary>
    /// <param name="coupon">Its coupon; null without one.</param>
    public int Of(Coupon? coupon) =>
        coupon?.Bearer switch
        {
            null => Sale,
            DiscountBearer.Instructor => InstructorCoupon,
            _ => Promotion,
        };
}

/// <summary>
/// Fees that were agreed with one instructor and hold instead of everybody's. They hold for new orders: each order keeps the fee it was made with, and so do
/// its refunds.
/// </summary>
public sealed class RevenueTerms
{
    private RevenueTerms() { }

    /// <summary>Agrees on fees.</summary>
    /// <param name="instructorId">With whom.</param>
    /// <param name="fees">The fees.</param>
    /// <param name="now">The present time.</param>
    public RevenueTerms(Guid instructorId, FeeSchedule fees, DateTimeOffset now)
    {
        InstructorId = instructorId;
        Agree(fees, now);
    }

    /// <summary>With whom.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>Of a sale without a coupon, in basis points.</summary>
    public int SaleBasisPoints { get; private set; }

    /// <summary>Of a sale with a coupon of the instructor's own, in basis points.</summary>
    public int InstructorCouponBasisPoints { get; private set; }

    /// <summary>Of a sale with a promotion of the platform, in basis points of the price without the discount.</summary>
    public int PromotionBasisPoints { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset AgreedAt { get; private set; }

    /// <summary>The fees.</summary>
    public FeeSchedule Fees => new(SaleBasisPoints, InstructorCouponBasisPoints, PromotionBasisPoints);

    /// <summary>Agrees on other fees, for orders from now on.</summary>
    public void Agree(FeeSchedule fees, DateTimeOffset now)
    {
        (SaleBasisPoints, InstructorCouponBasisPoints, PromotionBasisPoints) = fees;
        AgreedAt = now;
    }
}
