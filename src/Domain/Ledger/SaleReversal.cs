namespace ESchool.Domain.Ledger;

/// <summary>How much of a sale was reversed, in minor units.</summary>
/// <param name="Refunded">By refunds.</param>
/// <param name="Disputed">Withdrawn for disputes that are not decided.</param>
/// <param name="Lost">By disputes that were lost.</param>
public readonly record struct SaleStanding(long Refunded, long Disputed, long Lost);

/// <summary>
/// What is reversed of a sale, and from whom, in minor units. It depends on the totals of the sale alone, so refunds and disputes may arrive in any order, to the last
/// minor unit. Together they never take more from the instructor and the platform than the sale gave them; what is reversed beyond that is the platform's loss.
/// </summary>
/// <param name="Instructor">Taken from the instructor.</param>
/// <param name="Withheld">As much of that as open disputes may give again.</param>
/// <param name="Revenue">Taken from the platform's revenue.</param>
/// <param name="Loss">What was reversed beyond the sale.</param>
/// <param name="AtDisputes">What Stripe holds for open disputes.</param>
/// <param name="Paid">What left the school's balance at Stripe.</param>
/// <param name="Tax">Taken from the tax that is owed for the sale.</param>
public readonly record struct SaleReversal(long Instructor, long Withheld, long Revenue, long Loss, long AtDisputes, long Paid, long Tax)
{
    /// <summary>
    /// What a standing takes from whom: everybody's part as the sale was divided, rounded down for the instructor and for tax, so that odd minor units are the
    /// platform's until all of it has gone. Tax is owed until the money is gone for good: a dispute that is open takes none.
    /// </summary>
    /// <param name="gross">What the student paid, with tax; more than zero.</param>
    /// <param name="share">What the instructor earned by it.</param>
    /// <param name="standing">How much was reversed.</param>
    /// <param name="tax">What of the gross is tax.</param>
    public static SaleReversal Of(long gross, long share, SaleStanding standing, long tax = 0)
    {
        var gone = checked(standing.Refunded + standing.Lost);
        var certain = Math.Min(gross, gone);
        var taken = PartOf(share, Math.Min(gross, checked(gone + standing.Disputed)));
        var (kept, untaxed) = (PartOf(share, certain), PartOf(tax, certain));
        return new SaleReversal(taken, taken - kept, certain - kept - untaxed, gone - certain, standing.Disputed, gone + standing.Disputed, untaxed);

        long PartOf(long whole, long reversed) => (long)((Int128)whole * reversed / gross);
    }

    /// <summary>What has to be moved to come from one to the other.</summary>
    public static SaleReversal operator -(SaleReversal after, SaleReversal before) =>
        new(
            after.Instructor - before.Instructor,
            after.Withheld - before.Withheld,
            after.Revenue - before.Revenue,
            after.Loss - before.Loss,
            after.AtDisputes - before.AtDisputes,
            after.Paid - before.Paid,
            after.Tax - before.Tax
        );
}
