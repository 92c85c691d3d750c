namespace ESchool.Domain.Payouts;

/// <summary>Where a payout stands.</summary>
public enum PayoutState
{
    /// <summary>Waits for an administrator; the money is reserved.</summary>
    Requested = 1,

    /// <summary>The transfer is about to be made.</summary>
    Approved = 2,

    /// <summary>The transfer is being made; Stripe may or may not have it.</summary>
    Processing = 3,

    /// <summary>Stripe confirmed the transfer.</summary>
    Paid = 4,

    /// <summary>Stripe refused; the money is available again.</summary>
    Failed = 5,

    /// <summary>An administrator refused; the money is available again.</summary>
    Rejected = 6,

    /// <summary>The instructor took it back; the money is available again.</summary>
    Cancelled = 7,

    /// <summary>Stripe's answer never came. The money stays reserved until Stripe was asked; never retried blindly.</summary>
    Uncertain = 8,
}

/// <summary>A payment to an instructor. One a currency may be open.</summary>
public sealed class Payout
{
    /// <summary>The states in which a payout is open.</summary>
    public static readonly IReadOnlyList<PayoutState> OpenStates = [PayoutState.Requested, PayoutState.Approved, PayoutState.Processing, PayoutState.Uncertain];

    /// <summary>The states in which the money is returned to the instructor.</summary>
    public static readonly IReadOnlyList<PayoutState> ReturnedStates = [PayoutState.Failed, PayoutState.Rejected, PayoutState.Cancelled];

    private Payout() { }

    /// <summary>Requests a payout whose money was reserved.</summary>
    /// <param name="instructorId">Who is paid.</param>
    /// <param name="amount">How much.</param>
    /// <param name="stripeAccountId">Where to.</param>
    /// <param name="now">The present time.</param>
    /// <param name="scheduledFor">The first day of the month it is requested for by the clock; null when the instructor asked.</param>
    public Payout(Guid instructorId, Money amount, string stripeAccountId, DateTimeOffset now, DateOnly? scheduledFor = null)
    {
        Id = Guid.CreateVersion7(now);
        InstructorId = instructorId;
        MinorUnits = amount.MinorUnits;
        Currency = amount.CurrencyCode;
        StripeAccountId = stripeAccountId;
        State = PayoutState.Requested;
        RequestedAt = now;
        ScheduledFor = scheduledFor;
    }

    /// <summary>The payout's id; Stripe's idempotency key and transfer group derive from it.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who is paid.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>How much, in minor units.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The destination: Stripe's connected account when the payout was requested.</summary>
    public string StripeAccountId { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public PayoutState State { get; private set; }

    /// <summary>Why it failed or was rejected.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Stripe's transfer, <c>tr_…</c>; null before PAID. Unique.</summary>
    public string? StripeTransferId { get; private set; }

    /// <summary>The administrator who approved it first, where two are needed; null before, or where one is enough.</summary>
    public Guid? FirstApprovedBy { get; private set; }

    /// <summary>The administrator who reviewed it; null before.</summary>
    public Guid? ReviewedBy { get; private set; }

    /// <summary>When it was requested.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The first day of the month for which the school requested it; null when the instructor did. One per month, instructor and currency.</summary>
    public DateOnly? ScheduledFor { get; private set; }

    /// <summary>When the transfer was begun; null before. The search at Stripe uses it.</summary>
    public DateTimeOffset? ProcessingAt { get; private set; }

    /// <summary>When it reached its last state; null while open.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>
    /// How often Stripe refused the transfer because the school's balance did not have the money yet. A part of Stripe's idempotency key, because a refusal is
    /// remembered.
    /// </summary>
    public int Waits { get; private set; }

    /// <summary>Since when it waits for the school's balance at Stripe; null when it does not.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>When it is tried again; null when it does not wait.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>True once administrators were notified that it waits.</summary>
    public bool IsWaitReported { get; private set; }

    /// <summary>When the instructor's bank returned money of this payout; null when it did not.</summary>
    public DateTimeOffset? BankReturnedAt { get; private set; }

    /// <summary>Why the bank sent it back, in Stripe's words.</summary>
    public string BankMessage { get; private set; } = "";

    /// <summary>How much of its transfer was reversed, in minor units.</summary>
    public long ReversedMinorUnits { get; private set; }

    /// <summary>How much.</summary>
    public Money Amount => new(MinorUnits, Currency);

    /// <summary>How much of its transfer was reversed; the instructor's again.</summary>
    public Money Reversed => new(ReversedMinorUnits, Currency);

    /// <summary>Cancels the request.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void Cancel(DateTimeOffset now)
    {
        Require(PayoutState.Requested);
        Finish(PayoutState.Cancelled, "", now);
    }

    /// <summary>Approves the request; where four eyes are needed, the first approval only waits for the second.</summary>
    /// <param name="reviewerId">Who approves.</param>
    /// <param name="message">Words to the instructor.</param>
    /// <param name="needsFourEyes">True when two administrators must approve.</param>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>, <c>OWN_PAYOUT</c>, <c>SECOND_REVIEWER_NEEDED</c>.</exception>
    public void Approve(Guid reviewerId, string message, bool needsFourEyes = false)
    {
        Review(reviewerId);
        if (needsFourEyes && FirstApprovedBy is null)
        {
            (FirstApprovedBy, ReviewedBy, Message) = (reviewerId, null, message.Trim());
            return;
        }

        if (needsFourEyes && FirstApprovedBy == reviewerId)
        {
            throw new DomainException(PayoutReasons.SecondReviewerNeeded, "Another administrator must approve it too.");
        }

        State = PayoutState.Approved;
        Message = message.Trim();
    }

    /// <summary>Rejects the request.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>, <c>OWN_PAYOUT</c>.</exception>
    public void Reject(Guid reviewerId, string message, DateTimeOffset now)
    {
        Review(reviewerId);
        Finish(PayoutState.Rejected, message.Trim(), now);
    }

    /// <summary>Records that the transfer is about to be sent to Stripe. From here on, only Stripe knows whether it was made.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void BeginTransfer(DateTimeOffset now)
    {
        Require(PayoutState.Approved);
        State = PayoutState.Processing;
        ProcessingAt = now;
        RetryAt = null;
    }

    /// <summary>The school's balance at Stripe does not suffice yet: no money moved, and the transfer is tried again.</summary>
    /// <param name="message">Stripe's words.</param>
    /// <param name="retryAt">When.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void Wait(string message, DateTimeOffset retryAt, DateTimeOffset now)
    {
        Require(PayoutState.Processing, PayoutState.Uncertain);
        State = PayoutState.Approved;
        Message = message;
        ProcessingAt = null;
        Waits++;
        WaitingSince ??= now;
        RetryAt = retryAt;
    }

    /// <summary>Its instructor is suspended: no money moves, and it is tried again.</summary>
    /// <param name="retryAt">When.</param>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void Hold(DateTimeOffset retryAt)
    {
        Require(PayoutState.Approved);
        RetryAt = retryAt;
    }

    /// <summary>Decides whether administrators are to be told that it waits: once, when it has waited long.</summary>
    public bool ReportWait(TimeSpan patience, DateTimeOffset now)
    {
        var isDue = !IsWaitReported && WaitingSince + patience <= now;
        IsWaitReported |= isDue;
        return isDue;
    }

    /// <summary>The instructor's bank returned money. It is on the connected account, and the payout stays PAID.</summary>
    /// <param name="message">Why, in Stripe's words.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void NoteBankReturn(string message, DateTimeOffset now)
    {
        Require(PayoutState.Paid);
        (BankReturnedAt, BankMessage) = (now, message);
    }

    /// <summary>Notes that Stripe's answer never came.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void LoseAnswer()
    {
        Require(PayoutState.Processing, PayoutState.Uncertain);
        State = PayoutState.Uncertain;
    }

    /// <summary>Stripe confirmed the transfer.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void Pay(string stripeTransferId, DateTimeOffset now)
    {
        Require(PayoutState.Processing, PayoutState.Uncertain);
        StripeTransferId = stripeTransferId;
        Finish(PayoutState.Paid, "", now);
    }

    /// <summary>Stripe refused the transfer, or has none of it.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    public void Fail(string message, DateTimeOffset now)
    {
        Require(PayoutState.Processing, PayoutState.Uncertain);
        Finish(PayoutState.Failed, message, now);
    }

    /// <summary>Refuses unless so much of it, in all, could be taken back.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>, <c>REVERSAL_TOO_LARGE</c>.</exception>
    public void RequireReversible(Money total)
    {
        Require(PayoutState.Paid);
        if (total.CurrencyCode != Currency || total.MinorUnits <= 0 || total.MinorUnits > MinorUnits)
        {
            throw new DomainException(PayoutReasons.ReversalTooLarge, "{amount} can't be taken back; {paid} was paid.", ("amount", total), ("paid", Amount));
        }
    }

    /// <summary>A part of its transfer was reversed, or all of it. It was paid nevertheless: what came back is paid again by another payout.</summary>
    /// <exception cref="DomainException"><c>PAYOUT_STATE_WRONG</c>.</exception>
    /// <exception cref="InvalidOperationException">More than was paid: a bug, never input.</exception>
    public void Follow(TransferReversal reversal)
    {
        Require(PayoutState.Paid);
        var reversed = checked(ReversedMinorUnits + reversal.MinorUnits);
        ReversedMinorUnits =
            reversal.MinorUnits > 0 && reversed <= MinorUnits
                ? reversed
                : throw new InvalidOperationException($"Payout {Id} paid {MinorUnits}; {reversed} of it can't be reversed.");
    }

    private void Review(Guid reviewerId)
    {
        Require(PayoutState.Requested);
        if (reviewerId == InstructorId)
        {
            throw new DomainException(PayoutReasons.OwnPayout, "Nobody reviews a payout to themselves.");
        }

        ReviewedBy = reviewerId;
    }

    private void Finish(PayoutState state, string message, DateTimeOffset now)
    {
        State = state;
        Message = message;
        FinishedAt = now;
        (WaitingSince, RetryAt) = (null, null);
    }

    private void Require(params PayoutState[] allowed)
    {
        if (!allowed.Contains(State))
        {
            throw new DomainException(PayoutReasons.PayoutStateWrong, "The payout is {state}.", ("state", State));
        }
    }
}
