using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Coupons;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Lets administrators end any coupon. Orders that hold it keep their price.</summary>
public sealed class DisablePromotion(SchoolDbContext db, CouponEnd end)
{
    /// <summary>Ends it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COUPON_NOT_FOUND</c>.</exception>
    public Task<Coupon> ExecuteAsync(Actor actor, Guid couponId, CancellationToken cancellationToken) =>
        end.DisableAsync(actor, db.Coupons, couponId, cancellationToken);
}
