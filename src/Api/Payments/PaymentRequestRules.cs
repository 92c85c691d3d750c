using ESchool.Api.Calls;
using ESchool.Contracts.Payments.V1;
using FluentValidation;

namespace ESchool.Api.Payments;

internal sealed class StartCheckoutRequestRules : AbstractValidator<StartCheckoutRequest>
{
    public StartCheckoutRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.SuccessUrl).MustBeWebAddress();
        RuleFor(r => r.CancelUrl).MustBeWebAddress();
    }
}
