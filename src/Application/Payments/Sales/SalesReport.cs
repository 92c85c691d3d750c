using ESchool.Domain;

namespace ESchool.Application.Payments.Sales;

/// <summary>What the lines of a report are.</summary>
public enum SalesDimension
{
    /// <summary>Days, <c>2026-11-30</c>.</summary>
    Day = 1,

    /// <summary>What was sold, <c>courses/…</c> or <c>bundles/…</c>; empty for memberships.</summary>
    Item = 2,

    /// <summary>Codes of coupons; empty for sales without one.</summary>
    Coupon = 3,

    /// <summary>Countries of buyers, ISO 3166-1; empty where no address was given.</summary>
    Country = 4,

    /// <summary><c>utm_source</c> in small letters; empty where it is not known, as for the following.</summary>
    UtmSource = 5,

    /// <summary><c>utm_medium</c>.</summary>
    UtmMedium = 6,

    /// <summary><c>utm_campaign</c>.</summary>
    UtmCampaign = 7,

    /// <summary>Codes of those whose link it was.</summary>
    ReferralCode = 8,
}

/// <summary>What was booked for an instructor in a period, in one currency. Everything is told by when it was booked: a refund on its own day, not on the sale's.</summary>
/// <param name="Sales">How many orders were paid that cost something.</param>
/// <param name="List">What they would have cost without coupons.</param>
/// <param name="Paid">What students paid for them, without tax.</param>
/// <param name="Earned">The instructor's share of them.</param>
/// <param name="Refunds">How many refunds took something back, less those that failed afterwards.</param>
/// <param name="LostDisputes">How many disputes were lost.</param>
/// <param name="TakenBack">What both took of the instructor's shares, whenever the sale was; what is withheld while a dispute is open is not taken.</param>
/// <param name="Memberships">The instructor's part of what members paid.</param>
public sealed record SalesFigures(int Sales, Money List, Money Paid, Money Earned, int Refunds, int LostDisputes, Money TakenBack, Money Memberships)
{
    /// <summary>What the period added to what the instructor earned in all; negative when more was taken back.</summary>
    public Money Net => Earned - TakenBack + Memberships;
}

/// <summary>A line of a report.</summary>
/// <param name="Value">Which day, course and so on.</param>
/// <param name="Title">What a course or a bundle was called when it was last ordered; empty for other dimensions.</param>
/// <param name="Figures">What was booked.</param>
public sealed record SalesLine(string Value, string Title, SalesFigures Figures);
