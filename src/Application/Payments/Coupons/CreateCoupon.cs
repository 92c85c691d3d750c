using ESchool.Application.Catalog;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Coupons;

/// <summary>Makes coupons: instructors for their own courses, bearing the discount themselves; administrators for any, borne by the platform.</summary>
public sealed class CreateCoupon(SchoolDbContext db, IOptions<CatalogOptions> catalog, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Makes an instructor's coupon.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="code">What students type in.</param>
    /// <param name="discount">What it takes off.</param>
    /// <param name="terms">Where, when and how often; the instructor is the caller.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>: also when it is not the caller's; <c>COUPON_CODE_TAKEN</c>, <c>COUPON_INVALID</c>.</exception>
    public Task<Coupon> ExecuteAsync(Actor actor, string code, Discount discount, CouponTerms terms, CancellationToken cancellationToken) =>
        SaveAsync(actor, code, discount, terms with { InstructorId = actor.UserId }, DiscountBearer.Instructor, cancellationToken);

    /// <summary>Makes a promotion of the platform.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    public Task<Coupon> PromoteAsync(Actor actor, string code, Discount discount, CouponTerms terms, CancellationToken cancellationToken) =>
        SaveAsync(actor, code, discount, terms, DiscountBearer.Platform, cancellationToken);

    private async Task<Coupon> SaveAsync(Actor actor, string code, Discount discount, CouponTerms terms, DiscountBearer bearer, CancellationToken cancellationToken)
    {
        if (terms.EndsAt <= terms.StartsAt || (discount.Amount is { } amount && (amount.MinorUnits <= 0 || !catalog.Value.Limits.Currencies.Contains(amount.CurrencyCode))))
        {
            throw new DomainException(PaymentReasons.CouponInvalid, "A coupon ends after it starts, and takes more than nothing off, in a currency the school sells in.");
        }

        if (terms.CourseId is { } courseId && !await db.Courses.AnyAsync(c => c.Id == courseId && (terms.InstructorId == null || c.InstructorId == terms.InstructorId), cancellationToken))
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
