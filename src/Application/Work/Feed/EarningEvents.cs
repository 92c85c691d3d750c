using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Work.Feed;

/// <summary>Somebody bought a course of the instructor's.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="OrderId">The order.</param>
public sealed record CourseSold(Guid CourseId, Guid OrderId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "course.sold";
}

/// <summary>Somebody bought a bundle of the instructor's.</summary>
/// <param name="BundleId">The bundle.</param>
/// <param name="OrderId">The order.</param>
public sealed record BundleSold(Guid BundleId, Guid OrderId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "bundle.sold";
}

/// <summary>A sale was refunded.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CourseId">The course that was sold; null for a bundle.</param>
/// <param name="BundleId">The bundle that was sold; null for a course.</param>
public sealed record SaleRefunded(Guid OrderId, Guid? CourseId, Guid? BundleId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "sale.refunded";
}

/// <summary>The buyer's bank disputes the payment of a sale, or has decided a dispute.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="State">Where the dispute stands.</param>
public sealed record SaleDisputed(Guid OrderId, DisputeState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "sale.disputed";
}

/// <summary>The refund window of an earning is over: it can be paid out.</summary>
/// <param name="OrderId">The order it is of; null for a membership month.</param>
/// <param name="MembershipMonthId">The month of a member it is of; null for an order.</param>
public sealed record EarningAvailable(Guid? OrderId, Guid? MembershipMonthId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "earning.available";
}

/// <summary>A payout has changed its state.</summary>
/// <param name="PayoutId">The payout.</param>
/// <param name="State">What it is now.</param>
public sealed record PayoutChanged(Guid PayoutId, PayoutState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "payout.changed";
}

/// <summary>The instructor's bank sent money back that was paid out to it.</summary>
/// <param name="InstructorId">The instructor.</param>
/// <param name="PayoutId">The last payout before; null when there is none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Message">Why, in Stripe's words.</param>
public sealed record PayoutBankReturned(Guid InstructorId, Guid? PayoutId, string Currency, string Message) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "payout.bank_returned";
}
