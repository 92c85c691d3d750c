using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Saves the decision to refund an order together with the request to carry it out; <see cref="MakeRefund"/> asks Stripe.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class RefundDecisions(SchoolDbContext db, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Saves it.</summary>
    public async Task<Refund> AddAsync(Actor actor, Order order, Money amount, string reason, CancellationToken cancellationToken)
    {
        var refund = new Refund(order.Id, amount, actor.UserId, reason, clock.GetUtcNow());
        db.Refunds.Add(refund);
        outbox.Add(new RefundWork(refund.Id), refund.Id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        return refund;
    }

    /// <exception cref="DomainException"><c>NOT_REFUNDABLE</c>: the order was paid outside Stripe.</exception>
    internal static Order RequireCharge(Order order, RefundAnswer answer) =>
        order.StripeChargeId is not null ? order : throw answer.Refusal(RefundObstacle.PaidOutside);
}
