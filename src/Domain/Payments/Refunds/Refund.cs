namespace ESchool.Domain.Payments.Refunds;

/// <summary>Where a refund stands.</summary>
public enum RefundState
{
    /// <summary>Decided; Stripe is about to be asked.</summary>
    Requested = 1,

    /// <summary>Stripe has taken it from the school's balance; the student's bank does not have it yet.</summary>
    Pending = 2,

    /// <summary>Stripe has sent it.</summary>
    Succeeded = 3,

    /// <summary>Stripe refused it, or the bank sent it back.</summary>
    Failed = 4,
}

/// <summary>A refund to a student. Its state only moves forward: Requested → Pending → Succeeded, and to Failed from any of them.</summary>
public sealed class Refund
{
    private Refund() { }

    /// <summary>Decides on a refund.</summary>
    /// <param name="orderId">Of what.</param>
    /// <param name="amount">How much; more than zero.</param>
    /// <param name="requestedBy">Who decided; null when it was made at Stripe.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="now">The present time.</param>
    public Refund(Guid orderId, Money amount, Guid? requestedBy, string reason, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrderId = orderId;
        MinorUnits = amount.MinorUnits;
        Currency = amount.CurrencyCode;
        RequestedBy = requestedBy;
        Reason = reason.Trim();
        State = RefundState.Requested;
        RequestedAt = now;
    }

    /// <summary>The refund's id; Stripe's idempotency key derives from it.</summary>
    public Guid Id { get; private set; }

    /// <summary>Of what.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>How much, in minor units.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>Who decided: the student or an administrator; null when it was made at Stripe.</summary>
    public Guid? RequestedBy { get; private set; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public RefundState State { get; private set; }

    /// <summary>Why it failed.</summary>
    public string FailureMessage { get; private set; } = "";

    /// <summary>Stripe's refund, <c>re_…</c>; null before Stripe has it. Unique.</summary>
    public string? StripeRefundId { get; private set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>When it succeeded or failed; null before.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When its money left the school's balance; null before. It comes back when the refund fails.</summary>
    public DateTimeOffset? BookedAt { get; private set; }

    /// <summary>How much.</summary>
    public Money Amount => new(MinorUnits, Currency);

    /// <summary>True while its money is gone.</summary>
    public bool IsBooked => BookedAt is not null && State != RefundState.Failed;

    /// <summary>Stripe has it, and it is on its way or has arrived.</summary>
    /// <param name="stripeRefundId">Stripe's refund.</param>
    /// <param name="hasArrived">True when Stripe is done with it.</param>
    /// <param name="now">The present time.</param>
    public void Accept(string stripeRefundId, bool hasArrived, DateTimeOffset now)
    {
        StripeRefundId ??= stripeRefundId;
        BookedAt ??= now;
        if (State == RefundState.Requested)
        {
            State = RefundState.Pending;
        }

        if (hasArrived && State == RefundState.Pending)
        {
            State = RefundState.Succeeded;
            FinishedAt = now;
        }
    }

    /// <summary>Stripe refused it, or the bank sent it back.</summary>
    /// <param name="stripeRefundId">Stripe's refund; null when there is none.</param>
    /// <param name="message">Stripe's words.</param>
    /// <param name="now">The present time.</param>
    public void Fail(string? stripeRefundId, string message, DateTimeOffset now)
    {
        StripeRefundId ??= stripeRefundId;
        State = RefundState.Failed;
        FailureMessage = message;
        FinishedAt = now;
    }
}
