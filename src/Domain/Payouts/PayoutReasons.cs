namespace ESchool.Domain.Payouts;

/// <summary>Reasons of the payouts feature.</summary>
public static class PayoutReasons
{
    /// <summary>There is no such payout, or it is somebody else's.</summary>
    public static readonly Reason PayoutNotFound = new(ReasonKind.NotFound, "PAYOUT_NOT_FOUND");

    /// <summary>The payout's state does not allow it.</summary>
    public static readonly Reason PayoutStateWrong = new(ReasonKind.State, "PAYOUT_STATE_WRONG");

    /// <summary>A payout in this currency is open.</summary>
    public static readonly Reason PayoutOpen = new(ReasonKind.State, "PAYOUT_OPEN");

    /// <summary>Less than that is available.</summary>
    public static readonly Reason BalanceInsufficient = new(ReasonKind.State, "BALANCE_INSUFFICIENT");

    /// <summary>The amount is below the minimum.</summary>
    public static readonly Reason PayoutBelowMinimum = new(ReasonKind.State, "PAYOUT_BELOW_MINIMUM");

    /// <summary>Stripe does not pay out to the account yet.</summary>
    public static readonly Reason PayoutAccountNotReady = new(ReasonKind.State, "PAYOUT_ACCOUNT_NOT_READY");

    /// <summary>A payout of this size needs the approval of two administrators, and the caller is the first.</summary>
    public static readonly Reason SecondReviewerNeeded = new(ReasonKind.State, "SECOND_REVIEWER_NEEDED");

    /// <summary>Nobody reviews a payout to themselves.</summary>
    public static readonly Reason OwnPayout = new(ReasonKind.State, "OWN_PAYOUT");

    /// <summary>More than was paid, or nothing, or in another currency.</summary>
    public static readonly Reason ReversalTooLarge = new(ReasonKind.State, "REVERSAL_TOO_LARGE");

    /// <summary>Stripe does not take the payout back.</summary>
    public static readonly Reason PayoutNotReversible = new(ReasonKind.State, "PAYOUT_NOT_REVERSIBLE");

    /// <summary>The payouts of the year would exceed what may be paid without a tax form on file.</summary>
    public static readonly Reason TaxFormMissing = new(ReasonKind.State, "TAX_FORM_MISSING");

    /// <summary>The instructor is suspended: nothing is paid until that ends.</summary>
    public static readonly Reason PayoutHeld = new(ReasonKind.State, "PAYOUT_HELD");
}
