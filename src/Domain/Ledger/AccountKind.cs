namespace ESchool.Domain.Ledger;

/// <summary>
/// The chart of accounts. Debits are positive and credits negative, so assets and expenses have positive balances, liabilities and income negative ones.
/// </summary>
public enum AccountKind
{
    /// <summary>Asset: the school's balance at Stripe.</summary>
    StripeClearing = 1,

    /// <summary>Expense: what Stripe keeps of charges. Borne by the platform.</summary>
    StripeFees = 2,

    /// <summary>Income: the platform's share of sales.</summary>
    PlatformRevenue = 3,

    /// <summary>Asset: what Stripe has withdrawn for disputes that are not decided.</summary>
    StripeDisputes = 4,

    /// <summary>Expense: what was lost beyond a sale, such as a dispute over a charge that had been refunded.</summary>
    DisputeLosses = 5,

    /// <summary>Asset, one an instructor: shares of sales that were given back after they had been paid out. Settled by the next earnings.</summary>
    InstructorReceivable = 6,

    /// <summary>Liability, one an instructor: earned, but inside the refund window.</summary>
    InstructorHeld = 10,

    /// <summary>Liability, one an instructor: can be paid out.</summary>
    InstructorAvailable = 11,

    /// <summary>Liability, one an instructor: in a payout that is not finished.</summary>
    InstructorReserved = 12,

    /// <summary>Liability, one an instructor: shares of sales whose payment is disputed.</summary>
    InstructorDisputed = 13,

    /// <summary>Liability: tax of sales, which the school owes to tax authorities.</summary>
    TaxPayable = 20,

    /// <summary>Liability of the platform: what members paid for months that are not over.</summary>
    DeferredRevenue = 21,

    /// <summary>
    /// Liability of the platform: credit that members have at Stripe for invoices to come, without tax. Not refused above zero: what is too small to be charged
    /// is carried there too, and then the member owes it.
    /// </summary>
    CustomerCredit = 22,

    /// <summary>Asset: payments of invoices that arrived outside Stripe.</summary>
    OutsidePayments = 23,

    /// <summary>
    /// Between currencies: what was sold in one and settled by Stripe in another. Debited in the currency of the sale and credited in that of the balance; what
    /// both are worth together is what was won or lost by conversion.
    /// </summary>
    CurrencyExchange = 24,
}
