namespace ESchool.Domain.Ledger;

/// <summary>
/// How the money of a sale is divided: gross = platform fee + instructor share. Stripe's own fee comes out of the platform's part, never
/// out of the instructor's.
/// </summary>
/// <param name="Gross">What the student paid.</param>
/// <param name="PlatformFee">The platform's part, rounded down, so that the odd minor unit is the instructor's.</param>
/// <param name="InstructorShare">The rest.</param>
/// <param name="StripeFee">What Stripe kept of the charge, as its balance transaction says.</param>
public sealed record SaleSplit(Money Gross, Money PlatformFee, Money InstructorShare, Money StripeFee)
{
    /// <summary>Divides a sale.</summary>
    /// <param name="gross">What the student paid; not negative.</param>
    /// <param name="platformFeeBasisPoints">The platform's fee when it was ordered.</param>
    /// <param name="stripeFee">What Stripe kept.</param>
    /// <param name="shareBase">
    /// What the instructor's share is divided from; null for what was paid. Where it is more, because the platform bears a discount, the platform's part may be negative.
    /// </param>
    public static SaleSplit Of(Money gross, int platformFeeBasisPoints, Money stripeFee, Money? shareBase = null)
    {
        var divided = shareBase ?? gross;
        var share = divided - divided.Share(platformFeeBasisPoints);
        return new SaleSplit(gross, gross - share, share, stripeFee);
    }
}
