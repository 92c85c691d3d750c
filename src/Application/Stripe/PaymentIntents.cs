using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Stripe;

/// <summary>A payment at Stripe.</summary>
/// <param name="References">What it belongs to.</param>
/// <param name="ChargeId">Stripe's id of its latest charge, <c>ch_…</c>; null while there is none.</param>
public sealed record PaymentReport(StripeReferences References, string? ChargeId);

/// <summary>Stripe's payment intents.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class PaymentIntents(StripeCalls calls)
{
    /// <summary>Finds a payment by its id, <c>pi_…</c>.</summary>
    /// <returns>Null when Stripe has none of this id.</returns>
    /// <exception cref="Domain.DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<PaymentReport?> FindAsync(string paymentIntentId, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.AskAsync(async stripe =>
            {
                var payment = await stripe.PaymentIntents.GetAsync(paymentIntentId, cancellationToken: cancellationToken);
                return new PaymentReport(new StripeReferences(payment.Metadata), payment.LatestChargeId);
            });
        }
        catch (StripeRefusedException)
        {
            // No such payment, or one of another account.
            return null;
        }
    }
}
