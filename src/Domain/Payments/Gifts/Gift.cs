namespace ESchool.Domain.Payments.Gifts;

/// <summary>Who is to get what somebody else pays for.</summary>
/// <param name="RecipientEmail">Where the gift is sent.</param>
/// <param name="Message">What the giver has to say; may be empty.</param>
public sealed record GiftCard(string RecipientEmail, string Message);

/// <summary>A course that was bought for somebody else. Whoever has its code redeems it, once; its order is refunded and disputed like any other.</summary>
public sealed class Gift
{
    private Gift() { }

    /// <summary>Makes a gift.</summary>
    /// <param name="orderId">The order that pays for it.</param>
    /// <param name="card">Who is to get it.</param>
    public Gift(Guid orderId, GiftCard card)
    {
        OrderId = orderId;
        RecipientEmail = card.RecipientEmail;
        Message = card.Message;
    }

    /// <summary>The order that pays for it.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>Where it is sent. Whoever redeems it may have another address.</summary>
    public string RecipientEmail { get; private set; } = "";

    /// <summary>What the giver has to say.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Who redeemed it; null before.</summary>
    public Guid? RedeemedBy { get; private set; }

    /// <summary>When it was redeemed; null before.</summary>
    public DateTimeOffset? RedeemedAt { get; private set; }

    /// <summary>Redeems it.</summary>
    /// <exception cref="DomainException"><c>GIFT_REDEEMED</c>.</exception>
    public void Redeem(Guid userId, DateTimeOffset now)
    {
        if (RedeemedBy is not null)
        {
            throw new DomainException(PaymentReasons.GiftRedeemed, "The gift was redeemed.");
        }

        RedeemedBy = userId;
        RedeemedAt = now;
    }
}
