using ESchool.Application.Learning.Progress;
using ESchool.Application.Ledger;
using ESchool.Application.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Refunds;

/// <summary>Says whether the caller may give an order back, and why not.</summary>
public sealed class ExplainRefund(
    GetOrder getOrder,
    ReversibleOrders orders,
    MeasureConsumption consumption,
    IOptions<RefundOptions> refunds,
    IOptions<LedgerOptions> ledger,
    TimeProvider clock
)
{
    /// <summary>Explains it, and changes nothing.</summary>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>.</exception>
    public async Task<RefundAnswer> ExecuteAsync(Actor actor, Guid orderId, CancellationToken cancellationToken) =>
        await AskAsync(await getOrder.OwnAsync(actor, orderId, cancellationToken), cancellationToken);

    /// <summary>Asks the rule about an order. The refund window is as long as earnings are held.</summary>
    internal async Task<RefundAnswer> AskAsync(Order order, CancellationToken cancellationToken)
    {
        var rule = new RefundRule(TimeSpan.FromSeconds(ledger.Value.HoldSeconds), refunds.Value.MaximumConsumedBasisPoints);
        var requested = await orders.RequestedAsync(order, cancellationToken);
        var consumed = await consumption.ExecuteAsync($"orders/{order.Id}", cancellationToken);
        return rule.Ask(order, requested, consumed, clock.GetUtcNow());
    }
}
