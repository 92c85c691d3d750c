namespace ESchool.Domain.Payments.Disputes;

/// <summary>Where a dispute stands.</summary>
public enum DisputeState
{
    /// <summary>The bank asks; no money was moved.</summary>
    Inquiry = 1,

    /// <summary>The money is withdrawn until the bank decides.</summary>
    Open = 2,

    /// <summary>Decided for the school; the money is back.</summary>
    Won = 3,

    /// <summary>Decided for the student; the money is gone.</summary>
    Lost = 4,

    /// <summary>An inquiry that ended without a dispute.</summary>
    Closed = 5,
}

/// <summary>A charge whose holder asks the bank for the money back. Its state only moves forward: Inquiry → Open → Won | Lost, Inquiry → Closed.</summary>
public sealed class Dispute
{
    private Dispute() { }

    /// <summary>Notes a dispute that Stripe tells of.</summary>
    /// <param name="orderId">Over what.</param>
    /// <param name="stripeDisputeId">Stripe's dispute, <c>du_…</c> or <c>dp_…</c>; unique.</param>
    /// <param name="amount">How much is disputed.</param>
    /// <param name="reason">The bank's reason, such as <c>fraudulent</c>.</param>
    /// <param name="now">The present time.</param>
    public Dispute(Guid orderId, string stripeDisputeId, Money amount, string reason, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrderId = orderId;
        StripeDisputeId = stripeDisputeId;
        MinorUnits = amount.MinorUnits;
        Currency = amount.CurrencyCode;
        Reason = reason;
        State = DisputeState.Inquiry;
        NotedAt = now;
    }

    /// <summary>The dispute's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Over what.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>Stripe's dispute.</summary>
    public string StripeDisputeId { get; private set; } = "";

    /// <summary>How much is disputed, in minor units.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>The bank's reason, such as <c>fraudulent</c>. Source: Stripe's <c>dispute.reason</c>.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public DisputeState State { get; private set; }

    /// <summary>Until when Stripe takes evidence; null when it takes none.</summary>
    public DateTimeOffset? EvidenceDueAt { get; private set; }

    /// <summary>When the school's evidence was submitted; null before.</summary>
    public DateTimeOffset? EvidenceSubmittedAt { get; private set; }

    /// <summary>When it was noted here.</summary>
    public DateTimeOffset NotedAt { get; private set; }

    /// <summary>When it was decided; null before.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>How much is disputed.</summary>
    public Money Amount => new(MinorUnits, Currency);

    /// <summary>Stripe says until when it takes evidence.</summary>
    public void SetEvidenceDue(DateTimeOffset? dueAt) => EvidenceDueAt = dueAt;

    /// <summary>Refuses when Stripe takes no evidence any more.</summary>
    /// <exception cref="DomainException"><c>EVIDENCE_NOT_TAKEN</c>.</exception>
    public void RequireEvidenceTaken(DateTimeOffset now)
    {
        if (FinishedAt is not null || EvidenceDueAt is not { } dueAt || dueAt <= now)
        {
            throw new DomainException(PaymentReasons.EvidenceNotTaken, "The dispute is decided, or the time for evidence is over.", ("state", State));
        }
    }

    /// <summary>The school's evidence is with the bank. Only once.</summary>
    public void NoteEvidence(DateTimeOffset now) => EvidenceSubmittedAt ??= now;

    /// <summary>The money is withdrawn.</summary>
    /// <param name="amount">How much was withdrawn, without the fee.</param>
    /// <exception cref="InvalidOperationException">It was withdrawn before: a bug.</exception>
    public void Open(Money amount)
    {
        Require(DisputeState.Inquiry);
        State = DisputeState.Open;
        MinorUnits = amount.MinorUnits;
    }

    /// <summary>The bank has decided.</summary>
    /// <exception cref="InvalidOperationException">It is not open: a bug.</exception>
    public void Decide(bool isWon, DateTimeOffset now)
    {
        Require(DisputeState.Open);
        State = isWon ? DisputeState.Won : DisputeState.Lost;
        FinishedAt = now;
    }

    /// <summary>The inquiry ended without a dispute.</summary>
    public void Close(DateTimeOffset now)
    {
        if (State == DisputeState.Inquiry)
        {
            State = DisputeState.Closed;
            FinishedAt = now;
        }
    }

    private void Require(DisputeState state)
    {
        if (State != state)
        {
            throw new InvalidOperationException($"Dispute {Id} is {State}.");
        }
    }
}
