using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Memberships.V1;
using FluentValidation;

namespace ESchool.Api.Memberships;

internal sealed class StartSubscriptionRequestRules : AbstractValidator<StartSubscriptionRequest>
{
    public StartSubscriptionRequestRules(Frontends frontends)
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.SuccessUrl).MustBeOn(frontends);
        RuleFor(r => r.CancelUrl).MustBeOn(frontends);
        RuleFor(r => r.AcceptedTerms).MustBeText(0, 100);
    }
}

internal sealed class CreateBillingPortalLinkRequestRules : AbstractValidator<CreateBillingPortalLinkRequest>
{
    public CreateBillingPortalLinkRequestRules(Frontends frontends) => RuleFor(r => r.ReturnUrl).MustBeOn(frontends);
}

internal sealed class CreatePlanRequestRules : AbstractValidator<CreatePlanRequest>
{
    private const int LongestTrial = 365;

    public CreatePlanRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId(required: true);
        RuleFor(r => r.Title).MustBeText(1, 100);
        RuleFor(r => r.Interval).IsInEnum().NotEqual(Plan.Types.Interval.Unspecified).WithMessage("must be given.");
        RuleFor(r => r.Price).NotNull().WithMessage("must be given.");
        RuleFor(r => r.TrialDays).InclusiveBetween(0, LongestTrial);
    }
}
