namespace ESchool.Domain;

/// <summary>
/// What something was on the school's balance at Stripe. Source: Stripe's balance transaction. Its currency is that of the balance, which is not always that of
/// the sale: Stripe converts what it can't settle as it was charged.
/// </summary>
/// <param name="Amount">How much came, before the fee; negative when it left.</param>
/// <param name="Fee">What Stripe took for it; negative when it gave some back.</param>
public sealed record Settlement(Money Amount, Money Fee)
{
    /// <summary>Nothing was moved.</summary>
    public static Settlement None(string currency) => new(Money.Zero(currency), Money.Zero(currency));
}
