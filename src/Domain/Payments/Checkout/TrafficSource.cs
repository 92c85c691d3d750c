namespace ESchool.Domain.Payments.Checkout;

/// <summary>Where a buyer came from, as the address of the page said that they came to. What it says is the frontend's word: it decides about no money.</summary>
/// <param name="Source">Who sent them, <c>utm_source</c>; empty when nothing is known, as for the others.</param>
/// <param name="Medium">How, <c>utm_medium</c>.</param>
/// <param name="Campaign">For what, <c>utm_campaign</c>.</param>
/// <param name="ReferralCode">Whose link it was.</param>
public sealed record TrafficSource(string Source, string Medium, string Campaign, string ReferralCode)
{
    /// <summary>Nothing is known.</summary>
    public static TrafficSource Unknown { get; } = new("", "", "", "");

    /// <summary>Who sent them. As everything here in small letters, so that <c>Newsletter</c> and <c>newsletter</c> are counted together.</summary>
    public string Source { get; } = Normalize(Source);

    /// <summary>How.</summary>
    public string Medium { get; } = Normalize(Medium);

    /// <summary>For what.</summary>
    public string Campaign { get; } = Normalize(Campaign);

    /// <summary>Whose link it was.</summary>
    public string ReferralCode { get; } = Normalize(ReferralCode);

    private static string Normalize(string text) => text.Trim().ToLowerInvariant();
}
