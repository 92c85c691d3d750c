using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using Stripe.Tax;

namespace ESchool.Application.Stripe;

/// <summary>Stripe's tax calculations.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class TaxCalculations(StripeCalls calls)
{
    /// <summary>Asks what would be tax of a sale; nothing is kept. Stripe taxes a checkout session in the same way.</summary>
    /// <param name="price">The price.</param>
    /// <param name="taxBehavior"><c>inclusive</c> or <c>exclusive</c>.</param>
    /// <param name="country">ISO 3166-1 alpha-2 code, upper case.</param>
    /// <param name="postalCode">The postal code, which some countries need; empty when it is not known.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The tax; null when Stripe can't tell from this place.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<Money?> FindAsync(Money price, string taxBehavior, string country, string postalCode, CancellationToken cancellationToken)
    {
        try
        {
            var calculation = await calls.AskAsync(stripe =>
                stripe.Tax.Calculations.CreateAsync(
                    new CalculationCreateOptions
                    {
                        Currency = price.CurrencyCode.ToLowerInvariant(),
                        LineItems =
                        [
                            new CalculationLineItemOptions
                            {
                                Amount = price.MinorUnits,
                                Reference = "course",
                                TaxBehavior = taxBehavior,
                            },
                        ],
                        CustomerDetails = new CalculationCustomerDetailsOptions
                        {
                            Address = new AddressOptions { Country = country, PostalCode = postalCode.Length == 0 ? null : postalCode },
                            AddressSource = "billing",
                        },
                    },
                    cancellationToken: cancellationToken
                )
            );
            return price with { MinorUnits = calculation.TaxAmountExclusive + calculation.TaxAmountInclusive };
        }
        catch (StripeRefusedException refusal) when (refusal.Code == "customer_tax_location_invalid")
        {
            return null;
        }
    }
}
