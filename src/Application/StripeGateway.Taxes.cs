using ESchool.Domain;
using ESchool.Domain.Payments;
using Stripe;
using Stripe.Tax;

namespace ESchool.Application;

/// <summary>Where somebody lives, as far as tax asks.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code, upper case.</param>
/// <param name="PostalCode">The postal code, which some countries need; empty when it is not known.</param>
public sealed record TaxPlace(string Country, string PostalCode);

/// <content>Tax.</content>
public sealed partial class StripeGateway
{
    /// <summary>Asks what would be tax of a sale; nothing is kept. Stripe taxes a checkout session in the same way.</summary>
    /// <exception cref="DomainException"><c>TAX_LOCATION_UNKNOWN</c>: Stripe can't tell the place; <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<Money> CalculateTaxAsync(Money price, TaxBehavior behavior, TaxPlace place, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            var calculation = await client.V1.Tax.Calculations.CreateAsync(
                new CalculationCreateOptions
                {
                    Currency = price.CurrencyCode.ToLowerInvariant(),
                    LineItems = [new CalculationLineItemOptions { Amount = price.MinorUnits, Reference = "course", TaxBehavior = NameOf(behavior) }],
                    CustomerDetails = new CalculationCustomerDetailsOptions
                    {
                        Address = new AddressOptions { Country = place.Country, PostalCode = place.PostalCode.Length == 0 ? null : place.PostalCode },
                        AddressSource = "billing",
                    },
                },
                cancellationToken: cancellationToken);
            return price with { MinorUnits = calculation.TaxAmountExclusive + calculation.TaxAmountInclusive };
        }
        catch (StripeException refusal) when (refusal.StripeError?.Code == "customer_tax_location_invalid")
        {
            throw new DomainException(PaymentReasons.TaxLocationUnknown, "Where tax is due can't be told from this country and postal code.", ("country", place.Country));
        }
    });

    private static string NameOf(TaxBehavior behavior) => behavior == TaxBehavior.Inclusive ? "inclusive" : "exclusive";
}
