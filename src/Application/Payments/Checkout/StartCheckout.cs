using ESchool.Application.Payments.Quotes;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;

namespace ESchool.Application.Payments.Checkout;

/// <summary>
/// Makes an order of a course or of a bundle, and the page to pay it on. Whoever has some of a bundle's courses may buy it, whoever has all of them may not.
/// </summary>
public sealed class StartCheckout(OpenOrders orders)
{
    /// <summary>Starts checkout; the same request id gives the same order.</summary>
    /// <param name="actor">Who buys.</param>
    /// <param name="requestId">The client's id of the purchase.</param>
    /// <param name="item">What.</param>
    /// <param name="couponCode">A coupon's code; empty for none.</param>
    /// <param name="page">The page it is bought on.</param>
    /// <param name="cancellationToken">Stops before Stripe is asked.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>BUNDLE_NOT_FOUND</c>, <c>BUNDLE_NOT_ON_SALE</c>, <c>ALREADY_ENROLLED</c>, <c>OWN_COURSE</c>, <c>CURRENCY_NOT_OFFERED</c>,
    /// <c>COUPON_NOT_FOUND</c>, <c>COUPON_NOT_APPLICABLE</c>, <c>ORDER_OPEN</c>, <c>CHECKOUT_REFUSED</c>, <c>CLOSED_BY_STAFF</c>, <c>REQUEST_ID_REUSED</c>,
    /// <c>ACCESS_TOKEN_INVALID</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public Task<Order> ExecuteAsync(Actor actor, Guid requestId, ItemId item, string couponCode, CheckoutPage page, CancellationToken cancellationToken) =>
        orders.BuyAsync(new Purchase(actor.UserId, requestId, item, Coupon.Normalize(couponCode), page, Gift: null), cancellationToken);
}
