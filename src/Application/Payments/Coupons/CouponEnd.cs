using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Ends coupons.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CouponEnd(SchoolDbContext db, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Ends one of those that the actor may end.</summary>
    /// <exception cref="DomainException"><c>COUPON_NOT_FOUND</c>.</exception>
    public Task<Coupon> DisableAsync(Actor actor, IQueryable<Coupon> allowed, Guid couponId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var coupon =
                    await allowed.Where(c => c.Id == couponId).ForUpdate().SingleOrDefaultAsync(cancellationToken)
                    ?? throw new DomainException(PaymentReasons.CouponNotFound, "{coupon} does not exist.", ("coupon", $"coupons/{couponId}"));
                coupon.Disable(clock.GetUtcNow());
                audit.Note(actor, "coupon.disable", $"coupons/{coupon.Id}");
                await db.SaveChangesAsync(cancellationToken);
                return coupon;
            },
            cancellationToken
        );
}
