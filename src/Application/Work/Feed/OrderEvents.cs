using ESchool.Domain.Memberships;

namespace ESchool.Application.Work.Feed;

/// <summary>The payment of an order has arrived.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="EnrollmentId">The enrollment it made; null for a gift, a bundle and a membership.</param>
/// <param name="SubscriptionId">The membership it renews; null otherwise.</param>
public sealed record OrderPaid(Guid OrderId, Guid? EnrollmentId, Guid? SubscriptionId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "order.paid";
}

/// <summary>An order was paid for something the student had by then; all of it is given back.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="RefundId">The refund.</param>
public sealed record OrderNeedless(Guid OrderId, Guid RefundId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "order.needless";
}

/// <summary>A refund has been made.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="RefundId">The refund.</param>
public sealed record OrderRefunded(Guid OrderId, Guid RefundId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "order.refunded";
}

/// <summary>A refund could not be made: the money is not on its way.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="RefundId">The refund.</param>
public sealed record OrderRefundFailed(Guid OrderId, Guid RefundId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "order.refund_failed";
}

/// <summary>A gift was redeemed by whom it was given to.</summary>
/// <param name="OrderId">The giver's order.</param>
public sealed record GiftRedeemed(Guid OrderId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "gift.redeemed";
}

/// <summary>A membership has begun, was renewed, fell behind with its payment, or ended.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="State">What it is now.</param>
public sealed record SubscriptionChanged(Guid SubscriptionId, SubscriptionState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "subscription.changed";
}
