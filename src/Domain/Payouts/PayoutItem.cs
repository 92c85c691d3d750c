namespace ESchool.Domain.Payouts;

/// <summary>
/// A part of what a payout pays: how much of which posting, such as a sale's release or a refund. The items of a payout sum to its amount. They are noted when
/// it is requested, for good; while it is not returned, what they hold is in no other payout.
/// </summary>
public sealed class PayoutItem
{
    private PayoutItem() { }

    /// <summary>The payout.</summary>
    public Guid PayoutId { get; private set; }

    /// <summary>The ledger transaction that made the money available, or removed it.</summary>
    public Guid TransactionId { get; private set; }

    /// <summary>How much of it, in minor units; negative when it took money away.</summary>
    public long MinorUnits { get; private set; }
}
