using ESchool.Domain.Payments.Tax;

namespace ESchool.Application.Payments.Tax;

/// <summary>What Stripe calls how a price is taxed.</summary>
internal static class TaxBehaviors
{
    public static string ToStripe(this TaxBehavior behavior) => behavior == TaxBehavior.Inclusive ? "inclusive" : "exclusive";
}
