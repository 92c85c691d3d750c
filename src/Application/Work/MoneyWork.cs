namespace ESchool.Application.Work;

/// <summary>Handles a stored Stripe event.</summary>
/// <param name="EventId">Stripe's id.</param>
public sealed record StripeEventWork(string EventId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "stripe_events.process";
}

/// <summary>Carries a decided refund out.</summary>
/// <param name="RefundId">The refund.</param>
public sealed record RefundWork(Guid RefundId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "payments.refund";

    /// <inheritdoc/>
    public static string Queue => Queues.Payouts;
}

/// <summary>Closes the checkout pages on which a course is sold that is off sale now.</summary>
/// <param name="CourseId">The course.</param>
public sealed record CloseCheckoutsWork(Guid CourseId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "payments.close_checkouts";
}

/// <summary>Closes an open order of something its student has by now.</summary>
/// <param name="OrderId">The order.</param>
public sealed record CloseOrderWork(Guid OrderId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "payments.close_order";
}

/// <summary>Ends a membership at Stripe whose payment did not stay.</summary>
/// <param name="SubscriptionId">The subscription.</param>
public sealed record EndSubscriptionWork(Guid SubscriptionId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "memberships.end_subscription";
}

/// <summary>Transfers an approved payout.</summary>
/// <param name="PayoutId">The payout.</param>
public sealed record PayoutWork(Guid PayoutId) : IWork
{
    /// <inheritdoc/>
    public static string Kind => "payouts.transfer";

    /// <inheritdoc/>
    public static string Queue => Queues.Payouts;
}
