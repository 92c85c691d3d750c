using ESchool.Application.Instructors;
using ESchool.Application.Payments.Memberships;
using ESchool.Application.Payouts;
using ESchool.Domain.Payments;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payments.StripeEvents;

/// <summary>
/// The one switch from Stripe's event types to handlers. An event only says which object changed; every handler reads the object anew, so
/// that any order and any number of deliveries lead to one state.
/// </summary>
public sealed class StripeEventRouter(
    SettleCheckout settleCheckout, SettleRefund settleRefund, SettleDispute settleDispute, SettleInvoice settleInvoice, FollowSubscription followSubscription,
    MirrorPayoutAccount mirrorPayoutAccount, SettleTransfer settleTransfer, NoteBankReturn noteBankReturn, ILogger<StripeEventRouter> logger)
{
    /// <summary>The types that are acted on when they happen on a connected account, besides <c>account.updated</c>. Stripe lists them with each account alone, so no sweep finds them.</summary>
    public static readonly IReadOnlyList<string> ConnectedTypes = ["payout.failed"];

    /// <summary>The types that are acted on when they happen on the school's own account; Stripe lists no more than twenty at once.</summary>
    public static readonly IReadOnlyList<string> HandledTypes =
    [
        "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "checkout.session.expired",
        "refund.created", "refund.updated", "refund.failed", "charge.refund.updated",
        "charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated", "charge.dispute.closed",
        "customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted",
        "invoice.paid",
        "account.updated",
        "transfer.reversed", "transfer.updated",
    ];

    /// <summary>Handles an event; unknown types are stored and ignored.</summary>
    public Task HandleAsync(StripeEvent stripeEvent, CancellationToken cancellationToken)
    {
        var objectId = stripeEvent.ObjectId;
        switch (stripeEvent.Type)
        {
            case "checkout.session.completed":
            case "checkout.session.async_payment_succeeded":
            case "checkout.session.async_payment_failed":
            case "checkout.session.expired":
                return settleCheckout.ExecuteAsync(objectId, cancellationToken);
            case "refund.created":
            case "refund.updated":
            case "refund.failed":
            case "charge.refund.updated":
                return settleRefund.ExecuteAsync(objectId, cancellationToken);
            case "charge.dispute.created":
            case "charge.dispute.updated":
            case "charge.dispute.funds_withdrawn":
            case "charge.dispute.funds_reinstated":
            case "charge.dispute.closed":
                return settleDispute.ExecuteAsync(objectId, cancellationToken);
            case "customer.subscription.created":
            case "customer.subscription.updated":
            case "customer.subscription.deleted":
                return followSubscription.ExecuteAsync(objectId, cancellationToken);
            case "invoice.paid":
                return settleInvoice.ExecuteAsync(objectId, cancellationToken);
            case "account.updated":
                return mirrorPayoutAccount.ExecuteAsync(objectId, cancellationToken);
            case "transfer.reversed":
            case "transfer.updated":
                return settleTransfer.ExecuteAsync(objectId, cancellationToken);
            case "payout.failed":
                // The school's own bank is the school's own business: Stripe writes to it.
                return stripeEvent.AccountId is { } accountId ? noteBankReturn.ExecuteAsync(accountId, objectId, cancellationToken) : Task.CompletedTask;
            default:
                logger.LogDebug("Stripe event {Event} of type {Type} is ignored.", stripeEvent.Id, stripeEvent.Type);
                return Task.CompletedTask;
        }
    }
}
