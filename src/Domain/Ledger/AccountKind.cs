namespace ESchool.Domain.Ledger;

/// <summary>The chart of accounts. Debits are positive and credits negative, so assets and expenses have positive balances, liabilities and income negative ones.</summary>
public enum AccountKind
{
    /// <summary>Asset: the school's balance at Stripe.</summary>
    StripeClearing = 1,

    /// <summary>Expense: what Stripe keeps of charges. Borne by the platform.</summary>
    StripeFees = 2,

    /// <summary>Income: the platform's share of sales.</summary>
    PlatformRevenue = 3,

    /// <summary>Liability, one an instructor: earned, but inside the refund window.</summary>
    InstructorHeld = 10,

    /// <summary>Liability, one an instructor: can be paid out.</summary>
    InstructorAvailable = 11,

    /// <summary>Liability, one an instructor: in a payout that is not finished.</summary>
    InstructorReserved = 12,
}
