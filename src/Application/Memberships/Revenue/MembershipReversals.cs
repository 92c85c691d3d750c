using ESchool.Application.Ledger.Booking;
using ESchool.Application.Memberships.Courses;
using ESchool.Application.Memberships.Subscribing;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Memberships.Revenue;

/// <summary>
/// Reverses a membership's payment: the amount comes out of the months that are not over, the last ones first, and what those do not have is borne by the
/// platform. What instructors got for months that are over stays theirs: it was watched.
/// </summary>
public sealed class MembershipReversals(
    SchoolDbContext db,
    GetSubscription subscriptions,
    MemberAccess access,
    ReversePrepayment reversePrepayment,
    WorkOutbox outbox,
    IOptions<MembershipOptions> options
) : IOrderReversal
{
    /// <inheritdoc/>
    public bool IsFor(Order order) => order.IsMembership;

    /// <inheritdoc/>
    public async Task ReverseAsync(
        Order order,
        TransactionKind kind,
        string source,
        SaleStanding before,
        Settlement settlement,
        CancellationToken cancellationToken
    )
    {
        var invoice = await db.MembershipInvoices.SingleAsync(i => i.OrderId == order.Id, cancellationToken);
        var change = Of(order.Standing) - Of(before);
        var hasMonths = await db.MembershipMonths.AnyAsync(m => m.OrderId == order.Id && m.DividedAt == null, cancellationToken);
        var fromDeferred = invoice.Reverse(change.Revenue, hasMonths);
        var subscription =
            await subscriptions.LockAsync(invoice.SubscriptionId, cancellationToken)
            ?? throw new InvalidOperationException($"The subscription of order {order.Id} is gone.");
        await access.ExecuteAsync(subscription, cancellationToken);
        if (
            invoice.OpensPeriod
            && invoice.ServiceStart == subscription.PeriodStart
            && Subscription.OpenStates.Contains(subscription.State)
            && EndsBy(kind, order)
        )
        {
            outbox.Add(new EndSubscriptionWork(subscription.Id), $"{source}:{kind}");
        }

        await db.SaveChangesAsync(cancellationToken);
        await reversePrepayment.ExecuteAsync(new ReversedPrepayment(kind, source, order.Currency, change, fromDeferred, settlement), cancellationToken);

        bool EndsBy(TransactionKind happened, Order payment) =>
            happened switch
            {
                TransactionKind.Refund => options.Value.EndOn >= MembershipEnding.Refund && payment.State == OrderState.Refunded,
                TransactionKind.DisputeLost => options.Value.EndOn >= MembershipEnding.Loss,
                TransactionKind.DisputeOpened => options.Value.EndOn >= MembershipEnding.Dispute,
                _ => false,
            };

        SaleReversal Of(SaleStanding standing) => SaleReversal.Of(order.Charged.MinorUnits, share: 0, standing, order.TaxMinorUnits);
    }
}
