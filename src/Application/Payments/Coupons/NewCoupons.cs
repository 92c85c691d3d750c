using ESchool.Application.Catalog;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Checks and saves new coupons, whoever bears the discount.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class NewCoupons(SchoolDbContext db, IOptions<CatalogOptions> catalog, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Saves one.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COUPON_CODE_TAKEN</c>, <c>COUPON_INVALID</c>.</exception>
    public async Task<Coupon> SaveAsync(
        Actor actor,
        string code,
        Discount discount,
        CouponTerms terms,
        DiscountBearer bearer,
        CancellationToken cancellationToken
    )
    {
        if (
            terms.EndsAt <= terms.StartsAt
            || (discount.Amount is { } amount && (amount.MinorUnits <= 0 || !catalog.Value.Limits.Currencies.Contains(amount.CurrencyCode)))
        )
        {
            throw new DomainException(
                PaymentReasons.CouponInvalid,
                "A coupon ends after it starts, and takes more than nothing off, in a currency the school sells in."
            );
        }

        if (
            terms.CourseId is { } courseId
            && !await db.Courses.AnyAsync(c => c.Id == courseId && (terms.InstructorId == null || c.InstructorId == terms.InstructorId), cancellationToken)
        )
        {
            throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
        }

        var coupon = new Coupon(actor.UserId, code, discount, terms, bearer, clock.GetUtcNow());
        db.Coupons.Add(coupon);
        audit.Note(actor, "coupon.create", $"coupons/{coupon.Id}", before: null, new { coupon.Code, bearer = bearer.ToString() });
        await db.SaveChangesAsync(cancellationToken);
        return coupon;
    }
}
