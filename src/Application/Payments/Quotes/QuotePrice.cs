using ESchool.Application.Catalog;
using ESchool.Application.Payments.Fees;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Quotes;

/// <summary>
/// Says what a course or a bundle costs a student now, with a coupon or without: for the preview, and, under the coupon's lock, for the order.
/// </summary>
public sealed class QuotePrice(SchoolDbContext db, ItemsOnSale items, GetRevenueTerms terms, IOptions<CatalogOptions> catalog, TimeProvider clock)
{
    /// <summary>An order in these states holds its coupon for good; one with an open page gives it to the student's next order.</summary>
    private static readonly OrderState[] Holding = [OrderState.Processing, OrderState.Paid, OrderState.Refunded];

    /// <summary>
    /// Quotes the price, and reserves nothing. A coupon that only an open page of the student holds counts as free: the next checkout takes it.
    /// </summary>
    /// <param name="actor">Who would buy.</param>
    /// <param name="item">The course or the bundle.</param>
    /// <param name="couponCode">A coupon's code; empty for none.</param>
    /// <param name="currency">An ISO 4217 code; empty for its first.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>BUNDLE_NOT_FOUND</c>, <c>BUNDLE_NOT_ON_SALE</c>, <c>CURRENCY_NOT_OFFERED</c>, <c>COUPON_NOT_FOUND</c>,
    /// <c>COUPON_NOT_APPLICABLE</c> with the obstacle.
    /// </exception>
    public async Task<Quote> ExecuteAsync(Actor actor, ItemId item, string couponCode, string currency, CancellationToken cancellationToken) =>
        await OfAsync(actor.UserId, await items.FindAsync(item, cancellationToken), couponCode, currency, isLocked: false, cancellationToken);

    /// <summary>Quotes the price of what is on sale, and reserves nothing.</summary>
    internal Task<Quote> OfferAsync(Guid studentId, ItemOnSale item, string couponCode, string currency, CancellationToken cancellationToken) =>
        OfAsync(studentId, item, couponCode, currency, isLocked: false, cancellationToken);

    /// <summary>Quotes the price inside the transaction that makes the order, and reserves the coupon, which stays locked until the commit.</summary>
    internal async Task<Quote> ReserveAsync(Guid studentId, ItemOnSale item, string couponCode, string currency, CancellationToken cancellationToken)
    {
        var quote = await OfAsync(studentId, item, couponCode, currency, isLocked: true, cancellationToken);
        quote.Coupon?.Reserve();
        return quote;
    }

    private async Task<Quote> OfAsync(Guid studentId, ItemOnSale item, string couponCode, string currency, bool isLocked, CancellationToken cancellationToken)
    {
        var price =
            item.PriceIn(currency, catalog.Value.Limits.Currencies)
            ?? throw new DomainException(PaymentReasons.CurrencyNotOffered, "It is not sold in {currency_code}.", ("currency_code", currency), item.Id.Fact);
        var fees = (await terms.OfAsync(item.InstructorId, cancellationToken)).Fees;
        if (couponCode.Length == 0)
        {
            return Quote.Of(price, fees.Of(null));
        }

        var code = Coupon.Normalize(couponCode);
        var coupons = db.Coupons.Where(c => c.Code == code);
        var coupon = await (isLocked ? coupons.ForUpdate() : coupons).SingleOrDefaultAsync(cancellationToken);
        if (coupon is null || !coupon.IsFor(item.Id.CourseId, item.InstructorId))
        {
            throw new DomainException(PaymentReasons.CouponNotFound, "There is no coupon {coupon_code} for it.", ("coupon_code", code));
        }

        var mine = db.Orders.Where(o => o.CouponId == coupon.Id && o.StudentId == studentId);
        var (used, open) = (
            await mine.CountAsync(o => Holding.Contains(o.State), cancellationToken),
            await mine.CountAsync(o => o.State == OrderState.Pending, cancellationToken)
        );
        var minimum = catalog.Value.Limits.MinimumIn(price.CurrencyCode);
        var (off, obstacle) = isLocked
            ? coupon.Apply(price, minimum, used + open, clock.GetUtcNow())
            : coupon.Apply(price, minimum, used, clock.GetUtcNow(), released: open);
        return obstacle is null
            ? new Quote(price, off, coupon, fees.Of(coupon))
            : throw new DomainException(
                PaymentReasons.CouponNotApplicable,
                obstacle == CouponObstacle.NothingOff
                    ? "The coupon {coupon_code} takes nothing off here: no less than {minimum} can be charged."
                    : "The coupon {coupon_code} does not hold here: {obstacle}.",
                ("coupon_code", code),
                ("obstacle", obstacle.Value),
                ("minimum", minimum)
            );
    }
}
