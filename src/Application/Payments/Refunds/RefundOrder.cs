using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;

namespace ESchool.Application.Payments.Refunds;

/// <summary>
/// Decides on refunds: students give back what the rule allows, administrators what they answer for. The decision is saved together with the request to carry it
/// out; Stripe is asked by <see cref="MakeRefund"/>.
/// </summary>
public sealed class RefundOrder(SchoolDbContext db, ReversibleOrders orders, ExplainRefund explain, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Gives the caller's own order back, all that is left of it.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>NOT_REFUNDABLE</c> with the obstacle.</exception>
    public Task<Refund> ExecuteAsync(Actor actor, Guid orderId, string reason, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var order = await orders.LockAsync(orderId, actor.UserId, cancellationToken);
            var answer = await explain.AskAsync(order, cancellationToken);
            return answer.Obstacle is { } obstacle
                ? throw answer.Refusal(obstacle)
                : await DecideAsync(actor, RequireCharge(order, answer), answer.Amount, reason, cancellationToken);
        },
        cancellationToken);

    /// <summary>Gives back any order, or a part of it; whatever the rule for students says.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>NOT_REFUNDABLE</c>, <c>REFUND_TOO_LARGE</c>.</exception>
    public Task<Refund> IssueAsync(Actor actor, Guid orderId, Money? amount, string reason, CancellationToken cancellationToken) => db.InTransactionAsync(
        async () =>
        {
            var order = await orders.LockAsync(orderId, studentId: null, cancellationToken);
            var answer = await explain.AskAsync(order, cancellationToken);
            if (answer.Obstacle is RefundObstacle.NotPaid or RefundObstacle.Free or RefundObstacle.NothingLeft)
            {
                throw answer.Refusal(answer.Obstacle.Value);
            }

            RequireCharge(order, answer);

            // Stripe gives back what it can move: of three decimals, the last is 0.
            var wanted = (amount ?? answer.Amount).Movable();
            if (wanted.CurrencyCode != order.Currency || wanted.MinorUnits <= 0 || wanted.MinorUnits > answer.Amount.MinorUnits)
            {
                throw new DomainException(
                    PaymentReasons.RefundTooLarge, "{amount} can't be given back; {left} is left.", ("amount", wanted), ("left", answer.Amount));
            }

            audit.Note(actor, "order.refund", $"orders/{order.Id}", before: null, new { amount = wanted.ToString(), reason });
            return await DecideAsync(actor, order, wanted, reason, cancellationToken);
        },
        cancellationToken);

    private static Order RequireCharge(Order order, RefundAnswer answer) => order.StripeChargeId is not null ? order : throw answer.Refusal(RefundObstacle.PaidOutside);

    private async Task<Refund> DecideAsync(Actor actor, Order order, Money amount, string reason, CancellationToken cancellationToken)
    {
        var refund = new Refund(order.Id, amount, actor.UserId, reason, clock.GetUtcNow());
        db.Refunds.Add(refund);
        outbox.Add(new RefundWork(refund.Id), refund.Id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        return refund;
    }
}
