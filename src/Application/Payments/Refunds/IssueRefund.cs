using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Refunds;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Lets administrators refund any order, or a part of it, whatever the rule for students says.</summary>
public sealed class IssueRefund(SchoolDbContext db, ReversibleOrders orders, ExplainRefund explain, RefundDecisions decisions, AuditTrail audit)
{
    /// <summary>Decides on it.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="amount">How much; null for all that is left.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>NOT_REFUNDABLE</c>, <c>REFUND_TOO_LARGE</c>.</exception>
    public Task<Refund> ExecuteAsync(Actor actor, Guid orderId, Money? amount, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var order = await orders.LockAsync(orderId, studentId: null, cancellationToken);
                var answer = await explain.AskAsync(order, cancellationToken);
                if (answer.Obstacle is RefundObstacle.NotPaid or RefundObstacle.Free or RefundObstacle.NothingLeft)
                {
                    throw answer.Refusal(answer.Obstacle.Value);
                }

                RefundDecisions.RequireCharge(order, answer);

                // Stripe gives back what it can move: of three decimals, the last is 0.
                var wanted = (amount ?? answer.Amount).Movable();
                if (wanted.CurrencyCode != order.Currency || wanted.MinorUnits <= 0 || wanted.MinorUnits > answer.Amount.MinorUnits)
                {
                    throw new DomainException(
                        PaymentReasons.RefundTooLarge,
                        "{amount} can't be given back; {left} is left.",
                        ("amount", wanted),
                        ("left", answer.Amount)
                    );
                }

                audit.Note(actor, "order.refund", $"orders/{order.Id}", before: null, new { amount = wanted.ToString(), reason });
                return await decisions.AddAsync(actor, order, wanted, reason, cancellationToken);
            },
            cancellationToken
        );
}
