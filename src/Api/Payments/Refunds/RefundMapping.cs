using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain.Payments.Refunds;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Refunds;

internal static class RefundMapping
{
    public static Wire.Refund ToWire(this Domain.Payments.Refunds.Refund refund) =>
        new()
        {
            Name = $"refunds/{refund.Id}",
            Order = $"orders/{refund.OrderId}",
            Amount = refund.Amount.ToWire(),
            State = (Wire.Refund.Types.State)refund.State,
            Reason = refund.Reason,
            FailureMessage = refund.FailureMessage,
            RequestTime = refund.RequestedAt.ToWire(),
            FinishTime = refund.FinishedAt.ToWire(),
        };

    public static ExplainRefundResponse ToWire(this RefundAnswer answer) =>
        new()
        {
            Refundable = answer.Obstacle is null,
            Obstacle = (ExplainRefundResponse.Types.Obstacle)(answer.Obstacle ?? 0),
            Explanation = answer.Explanation,
            Amount = answer.Amount.ToWire(),
            WindowEndTime = answer.Until.ToWire(),
            ConsumedBasisPoints = answer.ConsumedBasisPoints,
            MaximumConsumedBasisPoints = answer.MaximumConsumedBasisPoints,
        };
}
