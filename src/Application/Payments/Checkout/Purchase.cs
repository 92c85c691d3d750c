using ESchool.Application.Payments.Quotes;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Gifts;

namespace ESchool.Application.Payments.Checkout;

/// <summary>What a call to begin a checkout asks for.</summary>
internal sealed record Purchase(Guid StudentId, Guid RequestId, ItemId Item, string CouponCode, CheckoutPage Page, GiftCard? Gift)
{
    public bool IsOf(Order order) => new ItemId(order.CourseId, order.BundleId) == Item && order.IsGift == (Gift is not null) && HasPriceOf(order);

    public bool HasPriceOf(Order order) => (order.CouponCode ?? "") == CouponCode && (Page.Currency.Length == 0 || Page.Currency == order.Currency);
}
