using ESchool.Application.Payments.Tax;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Tax;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Quotes;

/// <summary>What a student would pay.</summary>
/// <param name="Quote">Price and discount.</param>
/// <param name="Tax">What would be tax; null when that takes an address.</param>
/// <param name="Charged">What would be charged, with tax; null when that takes an address.</param>
public sealed record PricePreview(Quote Quote, Money? Tax, Money? Charged);

/// <summary>Says what a course would cost a student now, down to the tax. Where tax is due decides how much it is, so that takes an address.</summary>
public sealed class PreviewPrice(QuotePrice quotes, Stripe.TaxCalculations calculations, IOptions<TaxOptions> taxes)
{
    /// <summary>Previews it, and reserves nothing.</summary>
    /// <param name="actor">Who would buy.</param>
    /// <param name="item">The course or the bundle.</param>
    /// <param name="couponCode">A coupon's code; empty for none.</param>
    /// <param name="currency">An ISO 4217 code; empty for its first.</param>
    /// <param name="place">Where the student lives; null when that is not known.</param>
    /// <param name="cancellationToken">Stops the queries.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>BUNDLE_NOT_FOUND</c>, <c>BUNDLE_NOT_ON_SALE</c>, <c>CURRENCY_NOT_OFFERED</c>, <c>COUPON_NOT_FOUND</c>,
    /// <c>COUPON_NOT_APPLICABLE</c> with the obstacle, <c>TAX_LOCATION_UNKNOWN</c>,
    /// <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<PricePreview> ExecuteAsync(
        Actor actor,
        ItemId item,
        string couponCode,
        string currency,
        TaxPlace? place,
        CancellationToken cancellationToken
    )
    {
        var quote = await quotes.ExecuteAsync(actor, item, couponCode, currency, cancellationToken);
        if (taxes.Value.Asked is not { } behavior || quote.Total.MinorUnits == 0)
        {
            return new PricePreview(quote, Money.Zero(quote.Total.CurrencyCode), quote.Total);
        }

        var tax = place is null ? (Money?)null : await TaxAsync(quote.Total, behavior, place, cancellationToken);
        return new PricePreview(
            quote,
            tax,
            behavior == TaxBehavior.Inclusive ? quote.Total
                : tax is { } onTop ? quote.Total + onTop
                : null
        );
    }

    private async Task<Money> TaxAsync(Money price, TaxBehavior behavior, TaxPlace place, CancellationToken cancellationToken) =>
        await calculations.FindAsync(price, behavior.ToStripe(), place.Country, place.PostalCode, cancellationToken)
        ?? throw new DomainException(
            PaymentReasons.TaxLocationUnknown,
            "Where tax is due can't be told from this country and postal code.",
            ("country_code", place.Country)
        );
}
