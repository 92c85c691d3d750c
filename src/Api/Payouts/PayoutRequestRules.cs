using ESchool.Api.Calls;
using ESchool.Contracts.Payouts.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Payouts;

internal sealed class RequestPayoutRequestRules : AbstractValidator<RequestPayoutRequest>
{
    public RequestPayoutRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Amount).NotNull().WithMessage("must be given.");
    }
}

internal sealed class SimulatePayoutRequestRules : AbstractValidator<SimulatePayoutRequest>
{
    public SimulatePayoutRequestRules() => RuleFor(r => r.CurrencyCode).Must(code => Currency.Find(code) is not null).WithMessage("must be an ISO 4217 code the school knows.");
}

internal sealed class ListPayoutsRequestRules : AbstractValidator<ListPayoutsRequest>
{
    public ListPayoutsRequestRules() => RuleFor(r => r.State).IsInEnum();
}

internal sealed class ReviewPayoutRequestRules : AbstractValidator<ReviewPayoutRequest>
{
    public ReviewPayoutRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Decision).IsInEnum().NotEqual(ReviewPayoutRequest.Types.Decision.Unspecified).WithMessage("must be given.");
        RuleFor(r => r.Message).MustBeText(0, 2_000);
        RuleFor(r => r.Message).MustBeText(1, 2_000).When(r => r.Decision == ReviewPayoutRequest.Types.Decision.Reject);
    }
}
