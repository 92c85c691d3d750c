using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Ends coupons: instructors their own, administrators any. Orders that hold one keep their price.</summary>
public sealed class DisableCoupon(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Ends a coupon of the caller's own. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COUPON_NOT_FOUND</c>.</exception>
    public Task<Coupon> ExecuteAsync(Actor actor, Guid couponId, CancellationToken cancellationToken) => EndAsync(actor, couponId, isAny: false, cancellationToken);

    /// <summary>Ends any coupon. Done again it changes nothing.</summary>
    /// <exception cref="DomainException"><c>COUPON_NOT_FOUND</c>.</exception>
    public Task<Coupon> EndAnyAsync(Actor actor, Guid couponId, CancellationToken cancellationToken) => EndAsync(actor, couponId, isAny: true, cancellationToken);

    private Task<Coupon> EndAsync(Actor actor, Guid couponId, bool isAny, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var coupon = await db.Coupons.Where(c => c.Id == couponId && (c.OwnerId == actor.UserId || isAny)).ForUpdate().SingleOrDefaultAsync(cancellationToken)
                ?? throw new DomainException(PaymentReasons.CouponNotFound, "{coupon} does not exist.", ("coupon", $"coupons/{couponId}"));
            coupon.Disable(clock.GetUtcNow());
            audit.Note(actor, "coupon.disable", $"coupons/{coupon.Id}");
            await db.SaveChangesAsync(cancellationToken);
            return coupon;
        },
        cancellationToken);
}
