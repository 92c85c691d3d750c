using System.Net;
using Stripe;

namespace ESchool.Application.Stripe;

/// <summary>Stripe refused a call for good: the same call will be refused again.</summary>
public sealed class StripeRefusedException : Exception
{
    internal StripeRefusedException(StripeException refusal)
        : base(refusal.StripeError?.Message ?? refusal.Message, refusal) =>
        (Code, IsDeclined) = (refusal.StripeError?.Code ?? "", refusal.HttpStatusCode == HttpStatusCode.PaymentRequired);

    /// <summary>Stripe's code of it, such as <c>balance_insufficient</c>; empty for none.</summary>
    public string Code { get; }

    /// <summary>True when the customer's means of payment was declined.</summary>
    public bool IsDeclined { get; }
}
