namespace ESchool.Domain.Ledger;

/// <summary>
/// How the money of a sale is divided: gross = tax + platform fee + instructor share. Stripe's own fee comes out of the platform's part, never
/// out of the instructor's; tax is nobody's share.
/// </summary>
/// <param name="Gross">What the student paid, with tax.</param>
/// <param name="PlatformFee">The platform's part, rounded down, so that the odd minor unit is the instructor's.</param>
/// <param name="InstructorShare">The rest.</param>
/// <param name="Tax">What of the gross is tax.</param>
public sealed record SaleSplit(Money Gross, Money PlatformFee, Money InstructorShare, Money Tax)
{
    /// <summary>Divides a sale.</summary>
    /// <param name="gross">What the student paid, with tax; not negative.</param>
    /// <param name="platformFeeBasisPoints">The platform's fee when it was ordered.</param>
    /// <param name="shareBase">
    /// What the instructor's share is divided from; null for what was paid without tax. Where it is more, because the platform bears a discount, the platform's
    /// part may be negative.
    /// </param>
    /// <param name="tax">What of the gross is tax; null for nothing.</param>
    public static SaleSplit Of(Money gross, int platformFeeBasisPoints, Money? shareBase = null, Money? tax = null)
    {
        var owed = tax ?? Money.Zero(gross.CurrencyCode);
        var net = gross - owed;
        var divided = shareBase ?? net;
        var share = divided - divided.Share(platformFeeBasisPoints);
        return new SaleSplit(gross, net - share, share, owed);
    }
}
