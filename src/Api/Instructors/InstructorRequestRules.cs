using ESchool.Api.Calls;
using ESchool.Contracts.Instructors.V1;
using FluentValidation;

namespace ESchool.Api.Instructors;

internal sealed class SubmitApplicationRequestRules : AbstractValidator<SubmitApplicationRequest>
{
    public SubmitApplicationRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Bio).MustBeText(20, 4_000);
        RuleFor(r => r.Expertise).MustBeText(3, 500);
    }
}

internal sealed class ListApplicationsRequestRules : AbstractValidator<ListApplicationsRequest>
{
    public ListApplicationsRequestRules() => RuleFor(r => r.State).IsInEnum();
}

internal sealed class ReviewApplicationRequestRules : AbstractValidator<ReviewApplicationRequest>
{
    public ReviewApplicationRequestRules()
    {
        RuleFor(r => r.Decision).IsInEnum().NotEqual(ReviewApplicationRequest.Types.Decision.Unspecified).WithMessage("must be given.");
        RuleFor(r => r.Message).MustBeText(0, 2_000);
        RuleFor(r => r.Message).MustBeText(1, 2_000).When(r => r.Decision == ReviewApplicationRequest.Types.Decision.Decline);
    }
}

internal sealed class CreatePayoutOnboardingLinkRequestRules : AbstractValidator<CreatePayoutOnboardingLinkRequest>
{
    public CreatePayoutOnboardingLinkRequestRules()
    {
        RuleFor(r => r.ReturnUrl).MustBeWebAddress();
        RuleFor(r => r.RefreshUrl).MustBeWebAddress();
    }
}
