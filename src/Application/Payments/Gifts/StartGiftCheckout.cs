using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Gifts;

namespace ESchool.Application.Payments.Gifts;

/// <summary>Makes an order of a course for somebody else, and the page to pay it on.</summary>
public sealed class StartGiftCheckout(OpenOrders orders)
{
    /// <summary>Starts checkout; the same request id gives the same order.</summary>
    /// <param name="actor">Who buys.</param>
    /// <param name="requestId">The client's id of the purchase.</param>
    /// <param name="courseId">What.</param>
    /// <param name="couponCode">A coupon's code; empty for none.</param>
    /// <param name="gift">Who is to get it.</param>
    /// <param name="page">The page it is bought on.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>OWN_COURSE</c>, <c>CURRENCY_NOT_OFFERED</c>, <c>COUPON_NOT_FOUND</c>, <c>COUPON_NOT_APPLICABLE</c>, <c>GIFT_IS_FREE</c>,
    /// <c>CHECKOUT_REFUSED</c>, <c>REQUEST_ID_REUSED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public Task<Order> ExecuteAsync(
        Actor actor,
        Guid requestId,
        Guid courseId,
        string couponCode,
        GiftCard gift,
        CheckoutPage page,
        CancellationToken cancellationToken
    ) => orders.GiveAsync(new Purchase(actor.UserId, requestId, ItemId.Course(courseId), Coupon.Normalize(couponCode), page, gift), cancellationToken);
}
