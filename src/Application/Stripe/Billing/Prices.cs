using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe.Billing;

/// <summary>A recurring price to be made.</summary>
/// <param name="For">What it is the price of.</param>
/// <param name="Name">What payers read.</param>
/// <param name="Amount">How much, each interval.</param>
/// <param name="Interval"><c>month</c> or <c>year</c>.</param>
/// <param name="TaxBehavior"><c>inclusive</c> or <c>exclusive</c>, for good; null for what is not taxed.</param>
public sealed record PriceRequest(StripeReference For, string Name, Money Amount, string Interval, string? TaxBehavior);

/// <summary>Stripe's prices.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Prices(StripeCalls calls)
{
    /// <summary>Makes a price, or finds the one made before.</summary>
    /// <returns>Stripe's id, <c>price_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no price.</exception>
    public async Task<string> CreateAsync(PriceRequest request, CancellationToken cancellationToken)
    {
        var options = new PriceCreateOptions
        {
            Currency = request.Amount.CurrencyCode.ToLowerInvariant(),
            UnitAmount = request.Amount.MinorUnits,
            Recurring = new PriceRecurringOptions { Interval = request.Interval },
            ProductData = new PriceProductDataOptions { Name = request.Name },
            TaxBehavior = request.TaxBehavior,
            Metadata = request.For.Metadata,
        };
        var made = await calls.MakeAsync(
            KeyOf($"price-{request.For.Id}", request.TaxBehavior ?? ""),
            (stripe, call) => stripe.Prices.CreateAsync(options, call, cancellationToken)
        );
        return made.Id;
    }
}
