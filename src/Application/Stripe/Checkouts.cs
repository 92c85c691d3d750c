using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe.Checkout;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe;

/// <summary>A page on which something is paid once.</summary>
/// <param name="For">What it is for.</param>
/// <param name="Title">What the payer reads.</param>
/// <param name="Price">What it costs, without tax unless the price contains it.</param>
/// <param name="TaxBehavior"><c>inclusive</c> or <c>exclusive</c>; null for what is not taxed.</param>
/// <param name="Email">The payer's address.</param>
/// <param name="SuccessUrl">Where the browser goes once it is paid.</param>
/// <param name="CancelUrl">Where the browser goes back to.</param>
public sealed record PaymentPage(StripeReference For, string Title, Money Price, string? TaxBehavior, string Email, string SuccessUrl, string CancelUrl);

/// <summary>A page on which a subscription is begun.</summary>
/// <param name="For">What it is for.</param>
/// <param name="CustomerId">Stripe's id of the customer.</param>
/// <param name="PriceId">Stripe's id of the price.</param>
/// <param name="TrialDays">How many days are free; 0 for none.</param>
/// <param name="IsTaxed">True when Stripe reckons tax.</param>
/// <param name="SuccessUrl">Where the browser goes once it is begun.</param>
/// <param name="CancelUrl">Where the browser goes back to.</param>
public sealed record SubscriptionPage(StripeReference For, string CustomerId, string PriceId, int TrialDays, bool IsTaxed, string SuccessUrl, string CancelUrl);

/// <summary>A checkout session as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>cs_…</c>.</param>
/// <param name="References">What it belongs to.</param>
/// <param name="StripeSubscriptionId">Stripe's subscription that it began; null for none.</param>
/// <param name="IsComplete">True when the student has finished checkout.</param>
/// <param name="IsExpired">True when it was left until it expired.</param>
/// <param name="IsPaid">True when the money is there (<c>payment_status</c> is <c>paid</c>).</param>
/// <param name="HasFailed">True when a delayed payment method failed for good.</param>
/// <param name="Charge">The charge that paid it; null before.</param>
/// <param name="TaxMinorUnits">What of the payment is tax, in minor units; known once it is paid.</param>
/// <param name="Country">The country of the payer's address, an ISO 3166-1 code; empty when the page asked for none.</param>
public sealed record CheckoutReport(
    string Id,
    StripeReferences References,
    string? StripeSubscriptionId,
    bool IsComplete,
    bool IsExpired,
    bool IsPaid,
    bool HasFailed,
    ChargeReport? Charge,
    long TaxMinorUnits,
    string Country
);

/// <summary>Stripe's checkout sessions.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Checkouts(StripeCalls calls)
{
    /// <summary>
    /// Makes a page, or finds the one made before. After an answer that was lost, other parameters make another: nobody has the lost page's address.
    /// </summary>
    /// <returns>Session id and the page's address.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no page.</exception>
    public Task<(string SessionId, string Url)> CreateAsync(PaymentPage page, CancellationToken cancellationToken) =>
        CreateAsync(
            KeyOf(page.For.Key, page.SuccessUrl, page.CancelUrl, page.Email),
            new SessionCreateOptions
            {
                Mode = "payment",
                ClientReferenceId = page.For.Id.ToString(),
                CustomerEmail = page.Email,
                SuccessUrl = page.SuccessUrl,
                CancelUrl = page.CancelUrl,
                Metadata = page.For.Metadata,
                AutomaticTax = page.TaxBehavior is null ? null : new SessionAutomaticTaxOptions { Enabled = true },
                PaymentIntentData = new SessionPaymentIntentDataOptions { Metadata = page.For.Metadata },
                LineItems =
                [
                    new SessionLineItemOptions
                    {
                        Quantity = 1,
                        PriceData = new SessionLineItemPriceDataOptions
                        {
                            Currency = page.Price.CurrencyCode.ToLowerInvariant(),
                            UnitAmount = page.Price.MinorUnits,
                            TaxBehavior = page.TaxBehavior,
                            ProductData = new SessionLineItemPriceDataProductDataOptions { Name = page.Title },
                        },
                    },
                ],
            },
            cancellationToken
        );

    /// <summary>Makes a page, or finds the one made before, as for payments.</summary>
    /// <returns>Session id and the page's address.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no page.</exception>
    public Task<(string SessionId, string Url)> CreateAsync(SubscriptionPage page, CancellationToken cancellationToken) =>
        CreateAsync(
            KeyOf(page.For.Key, page.SuccessUrl, page.CancelUrl, page.CustomerId, page.PriceId, $"{page.IsTaxed}"),
            new SessionCreateOptions
            {
                Mode = "subscription",
                ClientReferenceId = page.For.Id.ToString(),
                Customer = page.CustomerId,
                SuccessUrl = page.SuccessUrl,
                CancelUrl = page.CancelUrl,
                Metadata = page.For.Metadata,
                SubscriptionData = new SessionSubscriptionDataOptions
                {
                    Metadata = page.For.Metadata,
                    TrialPeriodDays = page.TrialDays > 0 ? page.TrialDays : null,
                },
                AutomaticTax = page.IsTaxed ? new SessionAutomaticTaxOptions { Enabled = true } : null,
                CustomerUpdate = page.IsTaxed ? new SessionCustomerUpdateOptions { Address = "auto" } : null,
                LineItems = [new SessionLineItemOptions { Quantity = 1, Price = page.PriceId }],
            },
            cancellationToken
        );

    /// <summary>A page whose address nobody has does no harm.</summary>
    private async Task<(string SessionId, string Url)> CreateAsync(string key, SessionCreateOptions options, CancellationToken cancellationToken)
    {
        var session = await calls.MakeAsync(key, (stripe, request) => stripe.Checkout.Sessions.CreateAsync(options, request, cancellationToken));
        return (session.Id, session.Url);
    }

    /// <summary>Reads a session with its charge and Stripe's fee.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<CheckoutReport> GetAsync(string sessionId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var session = await stripe.Checkout.Sessions.GetAsync(
                sessionId,
                new SessionGetOptions { Expand = ["payment_intent.latest_charge.balance_transaction"] },
                cancellationToken: cancellationToken
            );
            var intent = session.PaymentIntent;
            var failed = session.Status == "complete" && session.PaymentStatus == "unpaid" && intent?.Status == "requires_payment_method";
            return new CheckoutReport(
                session.Id,
                new StripeReferences(session.Metadata),
                session.SubscriptionId,
                session.Status == "complete",
                session.Status == "expired",
                session.PaymentStatus is "paid" or "no_payment_required",
                failed,
                Charges.ReportOf(intent?.LatestCharge),
                session.TotalDetails?.AmountTax ?? 0,
                session.CustomerDetails?.Address?.Country ?? ""
            );
        });

    /// <summary>Closes a page, unless it was paid or has expired.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task ExpireAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(stripe => stripe.Checkout.Sessions.ExpireAsync(sessionId, cancellationToken: cancellationToken));
        }
        catch (StripeRefusedException)
        {
            // Only an open session expires; what has become of it is read from the session itself.
        }
    }
}
