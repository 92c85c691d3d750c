using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Coupons;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Ends an instructor's own coupon. Orders that hold it keep their price.</summary>
public sealed class DisableCoupon(SchoolDbContext db, CouponEnd end)
{
    /// <summary>Ends it. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COUPON_NOT_FOUND</c>: also when it is not the caller's.</exception>
    public Task<Coupon> ExecuteAsync(Actor actor, Guid couponId, CancellationToken cancellationToken) =>
        end.DisableAsync(actor, db.Coupons.Where(c => c.OwnerId == actor.UserId), couponId, cancellationToken);
}
