using ESchool.Application.Instructors.PayoutAccounts;
using ESchool.Application.Memberships.Revenue;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Stripe;
using ESchool.Application.Stripe.Billing;
using ESchool.Domain.StripeEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.StripeEvents;

/// <summary>
/// The one table from Stripe's event types to handlers. An event only says which object changed; every handler reads the object anew, so that any order and any
/// number of deliveries lead to one state.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class StripeEventRouter(IServiceProvider services, ILogger<StripeEventRouter> logger)
{
    private static readonly Dictionary<string, Handler> Handlers = new(StringComparer.Ordinal)
    {
        ["checkout.session.completed"] = CheckoutAsync,
        ["checkout.session.async_payment_succeeded"] = CheckoutAsync,
        ["checkout.session.async_payment_failed"] = CheckoutAsync,
        ["checkout.session.expired"] = CheckoutAsync,
        ["refund.created"] = RefundAsync,
        ["refund.updated"] = RefundAsync,
        ["refund.failed"] = RefundAsync,
        ["charge.refund.updated"] = RefundAsync,
        ["charge.dispute.created"] = DisputeAsync,
        ["charge.dispute.updated"] = DisputeAsync,
        ["charge.dispute.funds_withdrawn"] = DisputeAsync,
        ["charge.dispute.funds_reinstated"] = DisputeAsync,
        ["charge.dispute.closed"] = DisputeAsync,
        ["customer.subscription.created"] = SubscriptionAsync,
        ["customer.subscription.updated"] = SubscriptionAsync,
        ["customer.subscription.deleted"] = SubscriptionAsync,
        ["invoice.paid"] = InvoiceAsync,
        ["account.updated"] = AccountAsync,
        ["transfer.reversed"] = TransferAsync,
        ["transfer.updated"] = TransferAsync,
        ["payout.failed"] = BankPayoutAsync,
    };

    private delegate Task Handler(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken);

    /// <summary>The types that are acted on.</summary>
    public static IReadOnlyCollection<string> HandledTypes => Handlers.Keys;

    /// <summary>Handles an event; unknown types are stored and ignored.</summary>
    public Task HandleAsync(StripeEvent stripeEvent, CancellationToken cancellationToken)
    {
        if (Handlers.TryGetValue(stripeEvent.Type, out var handler))
        {
            return handler(services, stripeEvent, cancellationToken);
        }

        logger.LogDebug("Stripe event {Event} of type {Type} is ignored.", stripeEvent.Id, stripeEvent.Type);
        return Task.CompletedTask;
    }

    private static async Task CheckoutAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken)
    {
        var report = await school.GetRequiredService<Checkouts>().GetAsync(stripeEvent.ObjectId, cancellationToken);
        await (
            report.References[MembershipReferences.Subscription] is { } subscriptionId
                ? school.GetRequiredService<SyncSubscription>().SyncCheckoutAsync(subscriptionId, report, cancellationToken)
                : school.GetRequiredService<SyncCheckout>().ApplyAsync(report, cancellationToken)
        );
    }

    private static Task RefundAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        OfChargeAsync(school, () => school.GetRequiredService<SyncRefund>().ExecuteAsync(stripeEvent.ObjectId, cancellationToken), cancellationToken);

    private static Task DisputeAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        OfChargeAsync(school, () => school.GetRequiredService<SyncDispute>().ExecuteAsync(stripeEvent.ObjectId, cancellationToken), cancellationToken);

    private static Task SubscriptionAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        school.GetRequiredService<SyncSubscription>().ExecuteAsync(stripeEvent.ObjectId, cancellationToken);

    private static Task InvoiceAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        school.GetRequiredService<SyncInvoice>().ExecuteAsync(stripeEvent.ObjectId, cancellationToken);

    private static Task AccountAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        school.GetRequiredService<SyncPayoutAccount>().ExecuteAsync(stripeEvent.ObjectId, cancellationToken);

    private static Task TransferAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        school.GetRequiredService<SyncTransfer>().ExecuteAsync(stripeEvent.ObjectId, cancellationToken);

    /// <summary>The school's own bank is the school's own business: Stripe writes to it.</summary>
    private static Task BankPayoutAsync(IServiceProvider school, StripeEvent stripeEvent, CancellationToken cancellationToken) =>
        stripeEvent.AccountId is { } accountId
            ? school.GetRequiredService<NoteBankReturn>().ExecuteAsync(accountId, stripeEvent.ObjectId, cancellationToken)
            : Task.CompletedTask;

    /// <summary>The payment of a membership is known once its invoice is booked, which is done first where news of what became of it are faster.</summary>
    private static async Task OfChargeAsync(IServiceProvider school, Func<Task<ChargedBy?>> sync, CancellationToken cancellationToken)
    {
        if (
            await sync() is { PaymentIntentId: { } paymentIntentId }
            && await school.GetRequiredService<Invoices>().FindAsync(paymentIntentId, cancellationToken) is { } invoiceId
        )
        {
            await school.GetRequiredService<SyncInvoice>().ExecuteAsync(invoiceId, cancellationToken);
            await sync();
        }
    }
}
