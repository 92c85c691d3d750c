using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using FluentValidation;

namespace ESchool.Api.Payments.Refunds;

internal sealed class RefundOrderRequestRules : AbstractValidator<RefundOrderRequest>
{
    public RefundOrderRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Reason).MustBeLines(0, 2_000);
    }
}

internal sealed class IssueRefundRequestRules : AbstractValidator<IssueRefundRequest>
{
    public IssueRefundRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Reason).MustBeLines(1, 2_000);
    }
}
