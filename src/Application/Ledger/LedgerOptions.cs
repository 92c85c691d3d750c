using System.ComponentModel.DataAnnotations;
using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Ledger;

/// <summary>Settings of the ledger.</summary>
public sealed class LedgerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Ledger";

    /// <summary>The platform's fee on new sales, in basis points.</summary>
    [Range(0, 10_000)]
    public int PlatformFeeBasisPoints { get; set; } = 2_000;

    /// <summary>The platform's fee on new sales with a coupon of the instructor's own, in basis points: the instructor has found the student.</summary>
    [Range(0, 10_000)]
    public int InstructorCouponFeeBasisPoints { get; set; } = 300;

    /// <summary>The platform's fee on new sales with a promotion of the platform, in basis points of the price without the discount.</summary>
    [Range(0, 10_000)]
    public int PromotionFeeBasisPoints { get; set; } = 2_000;

    /// <summary>How long an earning is held: the refund window, in seconds. 30 days.</summary>
    [Range(0, 365 * 86_400)]
    public int HoldSeconds { get; set; } = 30 * 86_400;

    /// <summary>A posting that is not sealed after so long, in seconds, or came with a time so long past, is a finding of <see cref="VerifyLedger"/>.</summary>
    [Range(10, 86_400)]
    public int SealWithinSeconds { get; set; } = 600;

    /// <summary>The platform's fees on new sales of instructors with whom nothing else was agreed.</summary>
    public FeeSchedule Fees => new(PlatformFeeBasisPoints, InstructorCouponFeeBasisPoints, PromotionFeeBasisPoints);
}
