using ESchool.Application.Payments;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Memberships;
using Stripe;
using Stripe.Checkout;
using Plan = ESchool.Domain.Payments.Memberships.Plan;
using Subscription = ESchool.Domain.Payments.Memberships.Subscription;

namespace ESchool.Application;

/// <summary>A subscription as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>sub_…</c>.</param>
/// <param name="SubscriptionId">Our subscription, from its metadata; null for one that is not ours.</param>
/// <param name="ItemId">Stripe's id of its one item, <c>si_…</c>.</param>
/// <param name="Standing">Where it stands.</param>
public sealed record SubscriptionReport(string Id, Guid? SubscriptionId, string ItemId, SubscriptionStanding Standing);

/// <summary>An invoice as Stripe has it now.</summary>
/// <param name="Id">Stripe's id, <c>in_…</c>.</param>
/// <param name="SubscriptionId">Our subscription, from its metadata; null for an invoice that is not ours.</param>
/// <param name="StripeSubscriptionId">Stripe's subscription; null without one.</param>
/// <param name="IsPaid">True when it is paid.</param>
/// <param name="Paid">How much was paid, and not set off against a credit.</param>
/// <param name="Tax">What of that is tax.</param>
/// <param name="PlanId">The plan that is invoiced; null when that is none of ours.</param>
/// <param name="ServiceStart">From when on what it charges for can be used.</param>
/// <param name="ServiceEnd">Until when.</param>
/// <param name="OpensPeriod">True when it charges for a period itself, and not only for a change in it.</param>
/// <param name="Charge">The charge that paid it; null when nothing was charged, or Stripe does not know its fee yet.</param>
/// <param name="IsOutside">True when it was marked as paid outside Stripe: there is no charge.</param>
/// <param name="Due">What it comes to, without tax; negative when it credits more than it charges.</param>
/// <param name="ChargedDue">What its lines charge, without tax, what they credit left out.</param>
public sealed record InvoiceReport(
    string Id, Guid? SubscriptionId, string? StripeSubscriptionId, bool IsPaid, Money Paid, Money Tax, Guid? PlanId,
    DateTimeOffset ServiceStart, DateTimeOffset ServiceEnd, bool OpensPeriod, ChargeReport? Charge, bool IsOutside, Money Due, Money ChargedDue);

/// <content>Memberships: Stripe Billing.</content>
public sealed partial class StripeGateway
{
    /// <summary>The metadata field that names our subscription.</summary>
    private const string SubscriptionField = "subscription";

    /// <summary>The metadata field that names our plan.</summary>
    private const string PlanField = "plan";

    /// <summary>Makes the customer of a student, or finds the one made before.</summary>
    /// <returns>Stripe's id, <c>cus_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string> CreateCustomerAsync(Guid studentId, string email, CancellationToken cancellationToken) => AskAsync(async () =>
        (await client.V1.Customers.CreateAsync(
            new CustomerCreateOptions { Email = email, Metadata = new Dictionary<string, string> { ["student"] = studentId.ToString() } }, KeyFor($"customer-{studentId}", email), cancellationToken)).Id);

    /// <summary>Makes the price of a plan, or finds the one made before. How it is taxed is a part of it for good.</summary>
    /// <returns>Stripe's id, <c>price_…</c>.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no price.</exception>
    public Task<string> CreatePriceAsync(Plan plan, TaxBehavior? tax, CancellationToken cancellationToken) => AskAsync(async () =>
        (await client.V1.Prices.CreateAsync(
            new PriceCreateOptions
            {
                Currency = plan.Currency.ToLowerInvariant(),
                UnitAmount = plan.PriceMinorUnits,
                Recurring = new PriceRecurringOptions { Interval = plan.Interval == PlanInterval.Year ? "year" : "month" },
                ProductData = new PriceProductDataOptions { Name = plan.Name },
                TaxBehavior = tax is { } behavior ? NameOf(behavior) : null,
                Metadata = new Dictionary<string, string> { [PlanField] = plan.Id.ToString() },
            },
            KeyFor($"price-{plan.Id}", $"{tax}"),
            cancellationToken)).Id);

    /// <summary>Makes the checkout session of a subscription, or finds the one made before. After an answer that was lost, other parameters make another.</summary>
    /// <returns>Session id and the page's address.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    /// <exception cref="StripeRefusedException">There will be no page.</exception>
    public Task<(string SessionId, string Url)> CreateCheckoutAsync(Subscription subscription, string customerId, string priceId, bool isTaxed, CheckoutPage page, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var metadata = new Dictionary<string, string> { [SubscriptionField] = subscription.Id.ToString() };
        var session = await client.V1.Checkout.Sessions.CreateAsync(
            new SessionCreateOptions
            {
                Mode = "subscription",
                ClientReferenceId = subscription.Id.ToString(),
                Customer = customerId,
                SuccessUrl = page.SuccessUrl,
                CancelUrl = page.CancelUrl,
                Metadata = metadata,
                SubscriptionData = new SessionSubscriptionDataOptions { Metadata = metadata, TrialPeriodDays = subscription.TrialDays > 0 ? subscription.TrialDays : null },
                AutomaticTax = isTaxed ? new SessionAutomaticTaxOptions { Enabled = true } : null,
                CustomerUpdate = isTaxed ? new SessionCustomerUpdateOptions { Address = "auto" } : null,
                LineItems = [new SessionLineItemOptions { Quantity = 1, Price = priceId }],
            },
            KeyFor($"subscription-{subscription.Id}", page.SuccessUrl, page.CancelUrl, customerId, priceId, $"{isTaxed}"),
            cancellationToken);
        return (session.Id, session.Url);
    });

    /// <summary>Reads a subscription.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<SubscriptionReport> GetSubscriptionAsync(string stripeSubscriptionId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var found = await client.V1.Subscriptions.GetAsync(stripeSubscriptionId, cancellationToken: cancellationToken);
        var item = found.Items.Data[0];
        return new SubscriptionReport(found.Id, IdIn(found.Metadata, SubscriptionField), item.Id, new SubscriptionStanding(
            StateOf(found.Status), IdIn(item.Price.Metadata, PlanField), TimeOf(item.CurrentPeriodStart), TimeOf(item.CurrentPeriodEnd),
            found.CancelAtPeriodEnd, found.EndedAt is { } ended ? TimeOf(ended) : null));
    });

    /// <summary>Has a subscription end with its period, or go on after all.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task SetCancelAtPeriodEndAsync(string stripeSubscriptionId, bool cancels, CancellationToken cancellationToken) => AskAsync(() =>
        client.V1.Subscriptions.UpdateAsync(stripeSubscriptionId, new SubscriptionUpdateOptions { CancelAtPeriodEnd = cancels }, cancellationToken: cancellationToken));

    /// <summary>Ends a subscription now, unless it has ended; nothing is given back.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task CancelSubscriptionAsync(string stripeSubscriptionId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            await client.V1.Subscriptions.CancelAsync(stripeSubscriptionId, cancellationToken: cancellationToken);
        }
        catch (StripeException refusal) when (refusal.StripeError?.Code == "resource_missing")
        {
            // It was over before.
        }

        return stripeSubscriptionId;
    });

    /// <summary>Says what Stripe would invoice at once if a subscription changed its price now.</summary>
    /// <returns>What is to be paid, and the sum of the invoice's lines, which is negative when a credit is left.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<(Money Due, Money Total)> PreviewPriceAsync(SubscriptionReport subscription, string priceId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var preview = await client.V1.Invoices.CreatePreviewAsync(
            new InvoiceCreatePreviewOptions
            {
                Subscription = subscription.Id,
                SubscriptionDetails = new InvoiceSubscriptionDetailsOptions
                {
                    Items = [new InvoiceSubscriptionDetailsItemOptions { Id = subscription.ItemId, Price = priceId }],
                    ProrationBehavior = "always_invoice",
                },
            },
            cancellationToken: cancellationToken);
        return (MoneyOf(preview.AmountDue, preview.Currency), MoneyOf(preview.Total, preview.Currency));
    });

    /// <summary>Changes a subscription's price now: what is unused is credited, the rest of the period is invoiced at once. A declined card changes nothing.</summary>
    /// <exception cref="DomainException"><c>PAYMENT_DECLINED</c> with Stripe's words, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task ChangePriceAsync(SubscriptionReport subscription, string priceId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        try
        {
            return await client.V1.Subscriptions.UpdateAsync(
                subscription.Id,
                new SubscriptionUpdateOptions
                {
                    Items = [new SubscriptionItemOptions { Id = subscription.ItemId, Price = priceId }],
                    ProrationBehavior = "always_invoice",
                    PaymentBehavior = "error_if_incomplete",
                },
                cancellationToken: cancellationToken);
        }
        catch (StripeException refusal) when ((int)refusal.HttpStatusCode == 402)
        {
            throw new DomainException(PaymentReasons.PaymentDeclined, refusal.StripeError?.Message ?? refusal.Message);
        }
    });

    /// <summary>Makes a link to the page where a customer sees invoices, changes cards and cancels.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string> CreatePortalAsync(string customerId, string returnUrl, CancellationToken cancellationToken) => AskAsync(async () =>
        (await client.V1.BillingPortal.Sessions.CreateAsync(
            new Stripe.BillingPortal.SessionCreateOptions { Customer = customerId, ReturnUrl = returnUrl }, cancellationToken: cancellationToken)).Url);

    /// <summary>Reads an invoice with its charge and Stripe's fee.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<InvoiceReport> GetInvoiceAsync(string stripeInvoiceId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var invoice = await client.V1.Invoices.GetAsync(stripeInvoiceId, new InvoiceGetOptions { Expand = ["payments"] }, cancellationToken: cancellationToken);
        var charged = invoice.Lines.Data.Where(line => line.Amount > 0).ToList();
        var priceId = charged.Select(line => line.Pricing?.PriceDetails?.PriceId).FirstOrDefault(id => id is not null);
        var price = priceId is null ? null : await client.V1.Prices.GetAsync(priceId, cancellationToken: cancellationToken);
        var details = invoice.Parent?.SubscriptionDetails;
        var due = invoice.Total - (invoice.TotalTaxes?.Sum(one => one.Amount) ?? 0);
        var lines = invoice.Lines.Data.Sum(line => line.Amount);
        return new InvoiceReport(
            invoice.Id, IdIn(details?.Metadata, SubscriptionField), details?.SubscriptionId, invoice.Status == "paid", MoneyOf(invoice.AmountPaid, invoice.Currency), TaxOf(invoice),
            IdIn(price?.Metadata, PlanField),
            TimeOf(charged.Select(line => line.Period.Start).DefaultIfEmpty(invoice.PeriodStart).Min()),
            TimeOf(charged.Select(line => line.Period.End).DefaultIfEmpty(invoice.PeriodEnd).Max()),
            charged.Exists(line => line.Parent?.SubscriptionItemDetails is { Proration: false }),
            await ChargeOfAsync(invoice, cancellationToken),
            invoice.Status == "paid" && invoice.AmountPaid > 0 && invoice.Payments?.Data.Exists(payment => payment.Status == "paid" && payment.Payment?.PaymentIntentId is not null) != true,
            MoneyOf(due, invoice.Currency),

            // Lines are with tax where prices contain it.
            MoneyOf(lines == 0 ? 0 : (long)((Int128)charged.Sum(line => line.Amount) * due / lines), invoice.Currency));
    });

    /// <summary>Finds the invoice that a payment paid.</summary>
    /// <returns>Stripe's id, or null when it paid none.</returns>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public Task<string?> FindInvoiceAsync(string paymentIntentId, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var payments = await client.V1.InvoicePayments.ListAsync(
            new InvoicePaymentListOptions { Payment = new InvoicePaymentPaymentOptions { Type = "payment_intent", PaymentIntent = paymentIntentId }, Limit = 1 }, cancellationToken: cancellationToken);
        return payments.Data.FirstOrDefault()?.InvoiceId;
    });

    private async Task<ChargeReport?> ChargeOfAsync(Invoice invoice, CancellationToken cancellationToken)
    {
        var paid = invoice.Payments?.Data.Find(payment => payment.Status == "paid")?.Payment?.PaymentIntentId;
        return paid is null
            ? null
            : ReportOf((await client.V1.PaymentIntents.GetAsync(
                paid, new PaymentIntentGetOptions { Expand = ["latest_charge.balance_transaction"] }, cancellationToken: cancellationToken)).LatestCharge);
    }

    /// <summary>The part of the payment that is tax; where a credit paid for some of the invoice, in proportion.</summary>
    private static Money TaxOf(Invoice invoice)
    {
        var tax = invoice.TotalTaxes?.Sum(one => one.Amount) ?? 0;
        return MoneyOf(invoice.Total > 0 ? (long)((Int128)tax * invoice.AmountPaid / invoice.Total) : 0, invoice.Currency);
    }

    private static SubscriptionState StateOf(string status) => status switch
    {
        "incomplete" => SubscriptionState.Pending,
        "trialing" => SubscriptionState.Trialing,
        "active" => SubscriptionState.Active,
        "past_due" => SubscriptionState.PastDue,
        "unpaid" or "paused" => SubscriptionState.Unpaid,
        "canceled" => SubscriptionState.Canceled,
        "incomplete_expired" => SubscriptionState.Expired,
        _ => throw new InvalidOperationException($"Stripe has a subscription that is {status}, which the school does not know."),
    };

    private static DateTimeOffset TimeOf(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
