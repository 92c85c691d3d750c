using ESchool.Application.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Payments;

namespace ESchool.Application.Payments.Gifts;

/// <summary>Makes a link that redeems a gift, for the giver to hand it over.</summary>
public sealed class CreateGiftLink(GetOrder orders, GiftCodes codes)
{
    /// <summary>Makes it.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>GIFT_REDEEMED</c>, <c>GIFT_NOT_REDEEMABLE</c>.</exception>
    public async Task<Uri> ExecuteAsync(Actor actor, Guid orderId, CancellationToken cancellationToken)
    {
        var order = await orders.OwnAsync(actor, orderId, cancellationToken);
        order.RequireRedeemable();
        return order.Gift!.RedeemedBy is null ? codes.LinkOf(order.Id) : throw new DomainException(PaymentReasons.GiftRedeemed, "The gift was redeemed.");
    }
}
