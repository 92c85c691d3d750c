using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments.Refunds;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Lets students refund what the rule allows.</summary>
public sealed class RefundOrder(SchoolDbContext db, ReversibleOrders orders, ExplainRefund explain, RefundDecisions decisions)
{
    /// <summary>Gives the caller's own order back, all that is left of it.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>NOT_REFUNDABLE</c> with the obstacle.</exception>
    public Task<Refund> ExecuteAsync(Actor actor, Guid orderId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var order = await orders.LockAsync(orderId, actor.UserId, cancellationToken);
                var answer = await explain.AskAsync(order, cancellationToken);
                return answer.Obstacle is { } obstacle
                    ? throw answer.Refusal(obstacle)
                    : await decisions.AddAsync(actor, RefundDecisions.RequireCharge(order, answer), answer.Amount, reason, cancellationToken);
            },
            cancellationToken
        );
}
