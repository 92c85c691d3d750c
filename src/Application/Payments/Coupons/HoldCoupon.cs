using ESchool.Data;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Coupons;

/// <summary>An order that comes to nothing gives its coupon back; one that is paid after all takes it again, used up or not.</summary>
public sealed class HoldCoupon(SchoolDbContext db)
{
    /// <summary>Follows a locked order. The caller saves.</summary>
    /// <param name="order">The order, as it is now.</param>
    /// <param name="wasAlive">Whether it held its coupon before.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task ExecuteAsync(Order order, bool wasAlive, CancellationToken cancellationToken)
    {
        if (order.CouponId is not { } couponId || order.IsAlive == wasAlive)
        {
            return;
        }

        var coupon = await db.Coupons.Where(c => c.Id == couponId).ForUpdate().SingleAsync(cancellationToken);
        if (wasAlive)
        {
            coupon.Release();
        }
        else
        {
            coupon.Reserve();
        }
    }
}
