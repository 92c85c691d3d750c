using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Brings an order to what Stripe says about a refund now, whoever made it: the only place where a refund is booked.</summary>
public sealed class SyncRefund(
    SchoolDbContext db,
    Stripe.Refunds refunds,
    OrderOfCharge orderOfCharge,
    ReversibleOrders orders,
    WorkOutbox outbox,
    TimeProvider clock,
    ILogger<SyncRefund> logger
)
{
    /// <summary>Reads the refund from Stripe and books it.</summary>
    /// <returns>The charge when it paid no order that is known; else null.</returns>
    /// <exception cref="DomainException">
    /// <c>DEPENDENCY_UNAVAILABLE</c>: Stripe does not answer, or has not converted the money yet, or the order's payment is not booked yet.
    /// </exception>
    public async Task<ChargedBy?> ExecuteAsync(string stripeRefundId, CancellationToken cancellationToken) =>
        await ApplyAsync(await refunds.GetAsync(stripeRefundId, cancellationToken), cancellationToken);

    /// <summary>Books what Stripe said. Done again, or with older news, it changes nothing.</summary>
    /// <returns>The charge when it paid no order that is known; else null.</returns>
    /// <exception cref="DomainException">
    /// <c>DEPENDENCY_UNAVAILABLE</c>: the order's payment is not booked yet, or Stripe has not converted the money yet.
    /// </exception>
    internal async Task<ChargedBy?> ApplyAsync(RefundReport report, CancellationToken cancellationToken)
    {
        if (await orderOfCharge.ExecuteAsync(report.Charge, report.ChargeReferences, cancellationToken) is not { } orderId)
        {
            logger.LogInformation("Refund {Refund} is of no order that is known.", report.Id);
            return report.Charge;
        }

        await db.InTransactionAsync(() => BookAsync(orderId, report, cancellationToken), cancellationToken);
        return null;
    }

    private async Task BookAsync(Guid orderId, RefundReport report, CancellationToken cancellationToken)
    {
        var order = await orders.LockPaidAsync(orderId, cancellationToken);
        var refund = await FindAsync(report, cancellationToken) ?? NoteForeign(order, report);
        var now = clock.GetUtcNow();
        if (refund.State == RefundState.Failed)
        {
            return;
        }

        var wasBooked = refund.IsBooked;
        if (report.HasFailed)
        {
            logger.LogWarning("Refund {Refund} of order {Order} failed: {Reason}", report.Id, order.Id, report.FailureMessage);
            refund.Fail(report.Id, report.FailureMessage, now);
            outbox.Tell(order.StudentId, new OrderRefundFailed(order.Id, refund.Id));
        }
        else
        {
            refund.Accept(report.Id, report.HasArrived, now);
        }

        if (refund.IsBooked != wasBooked)
        {
            await MoveAsync(order, refund, report.Settlement, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The money has left, or has come back.</summary>
    private async Task MoveAsync(Order order, Refund refund, Settlement? settlement, CancellationToken cancellationToken)
    {
        var (kind, sign) = refund.IsBooked ? (TransactionKind.Refund, 1) : (TransactionKind.RefundReturn, -1);
        if (refund.IsBooked)
        {
            outbox.Tell(order.StudentId, new OrderRefunded(order.Id, refund.Id));
            if (order.InstructorId is { } instructorId)
            {
                outbox.Tell(instructorId, new SaleRefunded(order.Id, order.CourseId, order.BundleId));
            }
        }

        var after = order.Standing with { Refunded = order.RefundedMinorUnits + (sign * refund.MinorUnits) };
        settlement ??= await UnconvertedAsync(order, refund.Amount with { MinorUnits = -sign * refund.MinorUnits }, cancellationToken);
        await orders.MoveAsync(order, kind, $"refunds/{refund.Id}", after, settlement, cancellationToken);
    }

    /// <summary>What Stripe has accepted and not moved yet is booked as what it will be, which is known unless it is converted.</summary>
    private async Task<Settlement> UnconvertedAsync(Order order, Money amount, CancellationToken cancellationToken) =>
        await db.LedgerTransactions.AnyAsync(
            t => t.Kind == TransactionKind.Sale && t.Source == $"orders/{order.Id}" && t.Currency != order.Currency,
            cancellationToken
        )
            ? throw new DomainException(
                CallReasons.DependencyUnavailable,
                "Stripe has not converted the refund yet; it will be tried again.",
                ("dependency", "stripe")
            )
            : new Settlement(amount, Money.Zero(amount.CurrencyCode));

    private Task<Refund?> FindAsync(RefundReport report, CancellationToken cancellationToken)
    {
        var ours = report.References[PaymentReferences.Refund];
        return db.Refunds.SingleOrDefaultAsync(r => r.StripeRefundId == report.Id || r.Id == ours, cancellationToken);
    }

    private Refund NoteForeign(Order order, RefundReport report)
    {
        var refund = new Refund(order.Id, report.Amount, requestedBy: null, "Made at Stripe.", clock.GetUtcNow());
        db.Refunds.Add(refund);
        return refund;
    }
}
