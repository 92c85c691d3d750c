using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Refunds;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Carries a decided refund out at Stripe. Begun again after a crash at any point, it finds what was made and makes no second one.</summary>
public sealed class MakeRefund(SchoolDbContext db, Stripe.Refunds refunds, ReversibleOrders orders, SyncRefund sync, WorkOutbox outbox, TimeProvider clock)
    : IHandle<RefundWork>
{
    Task IHandle<RefundWork>.HandleAsync(RefundWork work, CancellationToken cancellationToken) => ExecuteAsync(work.RefundId, cancellationToken);

    /// <summary>Carries it out, unless that was done.</summary>
    /// <exception cref="DomainException"><c>DEPENDENCY_UNAVAILABLE</c>: Stripe can't be asked; try again later.</exception>
    public async Task ExecuteAsync(Guid refundId, CancellationToken cancellationToken)
    {
        var refund = await db.Refunds.AsNoTracking().SingleAsync(r => r.Id == refundId, cancellationToken);
        if (refund.State != RefundState.Requested)
        {
            return;
        }

        var chargeId = await db.Orders.Where(o => o.Id == refund.OrderId).Select(o => o.StripeChargeId).SingleAsync(cancellationToken);
        var request = new RefundRequest(
            new StripeReference(PaymentReferences.Refund, refund.Id),
            new StripeReference(PaymentReferences.Order, refund.OrderId),
            chargeId!,
            refund.Amount
        );
        try
        {
            await sync.ApplyAsync(await refunds.CreateAsync(request, cancellationToken), cancellationToken);
        }
        catch (StripeRefusedException refusal)
        {
            await FailAsync(refund, refusal.Message, cancellationToken);
        }
    }

    private Task FailAsync(Refund known, string message, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var order = await orders.LockAsync(known.OrderId, studentId: null, cancellationToken);
                var refund = await db.Refunds.SingleAsync(r => r.Id == known.Id, cancellationToken);
                if (refund.State == RefundState.Requested)
                {
                    refund.Fail(stripeRefundId: null, message, clock.GetUtcNow());
                    outbox.Tell(order.StudentId, new OrderRefundFailed(order.Id, refund.Id));
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );
}
