using ESchool.Domain;
using Microsoft.Extensions.DependencyInjection;
using Stripe;
using static ESchool.Application.Stripe.StripeCalls;

namespace ESchool.Application.Stripe.Billing;

/// <summary>A subscription as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>sub_…</c>.</param>
/// <param name="References">What it belongs to.</param>
/// <param name="ItemId">Stripe's id of its one item, <c>si_…</c>.</param>
/// <param name="PriceReferences">What its price belongs to.</param>
/// <param name="Status">Stripe's status of it, such as <c>past_due</c>.</param>
/// <param name="PeriodStart">When the period began that is paid for, or is to be paid.</param>
/// <param name="PeriodEnd">When it ends.</param>
/// <param name="CancelsAtPeriodEnd">True when it ends with its period.</param>
/// <param name="EndedAt">When it ended; null before.</param>
public sealed record SubscriptionReport(
    string Id,
    StripeReferences References,
    string ItemId,
    StripeReferences PriceReferences,
    string Status,
    DateTimeOffset PeriodStart,
    DateTimeOffset PeriodEnd,
    bool CancelsAtPeriodEnd,
    DateTimeOffset? EndedAt
);

/// <summary>Stripe's subscriptions.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class Subscriptions(StripeCalls calls)
{
    /// <summary>Reads a subscription.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<SubscriptionReport> GetAsync(string subscriptionId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var found = await stripe.Subscriptions.GetAsync(subscriptionId, cancellationToken: cancellationToken);
            var item = found.Items.Data[0];
            return new SubscriptionReport(
                found.Id,
                new StripeReferences(found.Metadata),
                item.Id,
                new StripeReferences(item.Price.Metadata),
                found.Status,
                TimeOf(item.CurrentPeriodStart),
                TimeOf(item.CurrentPeriodEnd),
                found.CancelAtPeriodEnd,
                found.EndedAt is { } ended ? TimeOf(ended) : null
            );
        });

    /// <summary>Has a subscription end with its period, or go on after all.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task SetCancelAtPeriodEndAsync(string subscriptionId, bool cancels, CancellationToken cancellationToken) =>
        calls.AskAsync(stripe =>
            stripe.Subscriptions.UpdateAsync(
                subscriptionId,
                new SubscriptionUpdateOptions { CancelAtPeriodEnd = cancels },
                cancellationToken: cancellationToken
            )
        );

    /// <summary>Ends a subscription now, unless it has ended; nothing is given back.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task CancelAsync(string subscriptionId, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(stripe => stripe.Subscriptions.CancelAsync(subscriptionId, cancellationToken: cancellationToken));
        }
        catch (StripeRefusedException refusal) when (refusal.Code == "resource_missing")
        {
            // It was over before.
        }
    }

    /// <summary>Says what Stripe would invoice at once if a subscription changed its price now.</summary>
    /// <returns>What is to be paid, and the sum of the invoice's lines, which is negative when a credit is left.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<(Money Due, Money Total)> PreviewPriceAsync(SubscriptionReport subscription, string priceId, CancellationToken cancellationToken) =>
        calls.AskAsync(async stripe =>
        {
            var preview = await stripe.Invoices.CreatePreviewAsync(
                new InvoiceCreatePreviewOptions
                {
                    Subscription = subscription.Id,
                    SubscriptionDetails = new InvoiceSubscriptionDetailsOptions
                    {
                        Items = [new InvoiceSubscriptionDetailsItemOptions { Id = subscription.ItemId, Price = priceId }],
                        ProrationBehavior = "always_invoice",
                    },
                },
                cancellationToken: cancellationToken
            );
            return (MoneyOf(preview.AmountDue, preview.Currency), MoneyOf(preview.Total, preview.Currency));
        });

    /// <summary>
    /// Changes a subscription's price now: what is unused is credited, the rest of the period is invoiced at once. A declined card changes nothing.
    /// </summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">Nothing has changed; the card was declined, or there is another obstacle.</exception>
    public Task ChangePriceAsync(SubscriptionReport subscription, string priceId, CancellationToken cancellationToken) =>
        calls.AskAsync(stripe =>
            stripe.Subscriptions.UpdateAsync(
                subscription.Id,
                new SubscriptionUpdateOptions
                {
                    Items = [new SubscriptionItemOptions { Id = subscription.ItemId, Price = priceId }],
                    ProrationBehavior = "always_invoice",
                    PaymentBehavior = "error_if_incomplete",
                },
                cancellationToken: cancellationToken
            )
        );
}
