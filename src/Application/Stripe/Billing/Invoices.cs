using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe.Billing;

/// <summary>An invoice of a subscription as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>in_…</c>.</param>
/// <param name="References">What its subscription belongs to.</param>
/// <param name="StripeSubscriptionId">Stripe's subscription; null without one.</param>
/// <param name="IsPaid">True when it is paid.</param>
/// <param name="Paid">How much was paid, and not set off against a credit.</param>
/// <param name="Tax">What of that is tax.</param>
/// <param name="PriceReferences">What the price belongs to that is invoiced.</param>
/// <param name="ServiceStart">From when on what it charges for can be used.</param>
/// <param name="ServiceEnd">Until when.</param>
/// <param name="OpensPeriod">True when it charges for a period itself, and not only for a change in it.</param>
/// <param name="Charge">The charge that paid it; null when nothing was charged, or Stripe does not know its fee yet.</param>
/// <param name="IsOutside">True when it was marked as paid outside Stripe: there is no charge.</param>
/// <param name="Due">What it comes to, without tax; negative when it credits more than it charges.</param>
/// <param name="ChargedDue">What its lines charge, without tax, what they credit left out.</param>
public sealed record InvoiceReport(
    string Id,
    StripeReferences References,
    string? StripeSubscriptionId,
    bool IsPaid,
    Money Paid,
    Money Tax,
    StripeReferences PriceReferences,
    DateTimeOffset ServiceStart,
    DateTimeOffset ServiceEnd,
    bool OpensPeriod,
    ChargeReport? Charge,
    bool IsOutside,
    Money Due,
    Money ChargedDue
);

/// <summary>Stripe's invoices.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Invoices(StripeCalls calls)
{
    /// <summary>Reads an invoice with its charge and Stripe's fee.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<InvoiceReport> GetAsync(string invoiceId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var invoice = await stripe.Invoices.GetAsync(invoiceId, new InvoiceGetOptions { Expand = ["payments"] }, cancellationToken: cancellationToken);
            var charged = invoice.Lines.Data.Where(line => line.Amount > 0).ToList();
            var priceId = charged.Select(line => line.Pricing?.PriceDetails?.PriceId).FirstOrDefault(id => id is not null);
            var price = priceId is null ? null : await stripe.Prices.GetAsync(priceId, cancellationToken: cancellationToken);
            var details = invoice.Parent?.SubscriptionDetails;
            var due = invoice.Total - (invoice.TotalTaxes?.Sum(one => one.Amount) ?? 0);
            var lines = invoice.Lines.Data.Sum(line => line.Amount);
            return new InvoiceReport(
                invoice.Id,
                new StripeReferences(details?.Metadata),
                details?.SubscriptionId,
                invoice.Status == "paid",
                MoneyOf(invoice.AmountPaid, invoice.Currency),
                TaxOf(invoice),
                new StripeReferences(price?.Metadata),
                TimeOf(charged.Select(line => line.Period.Start).DefaultIfEmpty(invoice.PeriodStart).Min()),
                TimeOf(charged.Select(line => line.Period.End).DefaultIfEmpty(invoice.PeriodEnd).Max()),
                charged.Exists(line => line.Parent?.SubscriptionItemDetails is { Proration: false }),
                await ChargeOfAsync(stripe, invoice, cancellationToken),
                invoice.Status == "paid" && invoice.AmountPaid > 0 && PaidBy(invoice) is null,
                MoneyOf(due, invoice.Currency),
                // Lines are with tax where prices contain it.
                MoneyOf(lines == 0 ? 0 : (long)((Int128)charged.Sum(line => line.Amount) * due / lines), invoice.Currency)
            );
        });

    /// <summary>Finds the invoice that a payment paid.</summary>
    /// <returns>Stripe's id, or null when it paid none.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string?> FindAsync(string paymentIntentId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var payments = await stripe.InvoicePayments.ListAsync(
                new InvoicePaymentListOptions
                {
                    Payment = new InvoicePaymentPaymentOptions { Type = "payment_intent", PaymentIntent = paymentIntentId },
                    Limit = 1,
                },
                cancellationToken: cancellationToken
            );
            return payments.Data.FirstOrDefault()?.InvoiceId;
        });

    private static async Task<ChargeReport?> ChargeOfAsync(V1Services stripe, Invoice invoice, CancellationToken cancellationToken) =>
        PaidBy(invoice) is not { } paid
            ? null
            : Charges.ReportOf(
                (
                    await stripe.PaymentIntents.GetAsync(
                        paid,
                        new PaymentIntentGetOptions { Expand = ["latest_charge.balance_transaction"] },
                        cancellationToken: cancellationToken
                    )
                ).LatestCharge
            );

    /// <summary>The payment at Stripe; null for an invoice that was paid with credit alone, or outside.</summary>
    private static string? PaidBy(Invoice invoice) =>
        invoice.Payments?.Data.Find(payment => payment.Status == "paid" && payment.Payment?.PaymentIntentId is not null)?.Payment.PaymentIntentId;

    /// <summary>The part of the payment that is tax; where a credit paid for some of the invoice, in proportion.</summary>
    private static Money TaxOf(Invoice invoice)
    {
        var tax = invoice.TotalTaxes?.Sum(one => one.Amount) ?? 0;
        return MoneyOf(invoice.Total > 0 ? (long)((Int128)tax * invoice.AmountPaid / invoice.Total) : 0, invoice.Currency);
    }
}
