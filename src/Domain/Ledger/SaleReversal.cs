namespace ESchool.Domain.Ledger;

/// <summary>How much of a sale went back, in minor units.</summary>
/// <param name="Refunded">By refunds.</param>
/// <param name="Disputed">Withdrawn for disputes that are not decided.</param>
/// <param name="Lost">By disputes that were lost.</param>
public readonly record struct SaleStanding(long Refunded, long Disputed, long Lost);

/// <summary>
/// What a sale's standing takes from whom, in minor units: a function of the standing alone, so that the order in which refunds and disputes are heard of makes no
/// difference, to the last minor unit. Refunds and disputes together never take more from instructor and platform than the sale gave them; what goes back beyond it
/// is the platform's loss.
/// </summary>
/// <param name="Instructor">Taken from the instructor.</param>
/// <param name="Withheld">As much of that as open disputes may give again.</param>
/// <param name="Revenue">Taken from the platform's revenue.</param>
/// <param name="Loss">What went back beyond the sale.</param>
/// <param name="AtDisputes">What Stripe holds for open disputes.</param>
/// <param name="Paid">What left the school's balance at Stripe.</param>
public readonly record struct SaleReversal(long Instructor, long Withheld, long Revenue, long Loss, long AtDisputes, long Paid)
{
    /// <summary>What a standing takes from whom: everybody's part as the sale was divided.</summary>
    /// <param name="gross">What the student paid; more than zero.</param>
    /// <param name="share">What the instructor earned by it.</param>
    /// <param name="standing">How much went back.</param>
    public static SaleReversal Of(long gross, long share, SaleStanding standing)
    {
        var gone = checked(standing.Refunded + standing.Lost);
        var certain = Math.Min(gross, gone);
        var taken = ShareOf(Math.Min(gross, checked(gone + standing.Disputed)));
        return new SaleReversal(taken, taken - ShareOf(certain), certain - ShareOf(certain), gone - certain, standing.Disputed, gone + standing.Disputed);

        long ShareOf(long reversed) => (long)((Int128)share * reversed / gross);
    }

    /// <summary>What has to be moved to come from one to the other.</summary>
    public static SaleReversal operator -(SaleReversal after, SaleReversal before) => new(
        after.Instructor - before.Instructor, after.Withheld - before.Withheld, after.Revenue - before.Revenue, after.Loss - before.Loss,
        after.AtDisputes - before.AtDisputes, after.Paid - before.Paid);
}
