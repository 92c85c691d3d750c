using ESchool.Api.Calls.Http;
using ESchool.Contracts.Memberships.V1;
using FluentValidation;

namespace ESchool.Api.Memberships;

internal sealed class StartSubscriptionRequestRules : AbstractValidator<StartSubscriptionRequest>
{
    public StartSubscriptionRequestRules(Frontends frontends)
    {
        RuleFor(r => r.SuccessUrl).MustBeOn(frontends);
        RuleFor(r => r.CancelUrl).MustBeOn(frontends);
    }
}

internal sealed class CreateBillingPortalLinkRequestRules : AbstractValidator<CreateBillingPortalLinkRequest>
{
    public CreateBillingPortalLinkRequestRules(Frontends frontends) => RuleFor(r => r.ReturnUrl).MustBeOn(frontends);
}
