namespace ESchool.Domain.Payouts;

/// <summary>A payout's transfer that was reversed at Stripe, in full or in part: the money came back from the connected account. Noted for good.</summary>
public sealed class TransferReversal
{
    private TransferReversal() { }

    /// <summary>Notes a reversal that Stripe tells of.</summary>
    /// <param name="payoutId">Of which payout.</param>
    /// <param name="stripeReversalId">Stripe's reversal, <c>trr_…</c>; unique.</param>
    /// <param name="amount">How much came back; more than zero.</param>
    /// <param name="now">The present time.</param>
    public TransferReversal(Guid payoutId, string stripeReversalId, Money amount, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        PayoutId = payoutId;
        StripeReversalId = stripeReversalId;
        MinorUnits = amount.MinorUnits;
        NotedAt = now;
    }

    /// <summary>The reversal's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Of which payout.</summary>
    public Guid PayoutId { get; private set; }

    /// <summary>Stripe's reversal.</summary>
    public string StripeReversalId { get; private set; } = "";

    /// <summary>How much came back, in minor units of the payout's currency.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>When it was noted here.</summary>
    public DateTimeOffset NotedAt { get; private set; }

    /// <summary>Its resource name, the source of its posting.</summary>
    public string Name => $"payouts/{PayoutId}/reversals/{Id}";
}
