using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Instructors.V1;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using FluentValidation;

namespace ESchool.Api.Instructors;

internal sealed class CreateApplicationUploadRequestRules : AbstractValidator<CreateApplicationUploadRequest>
{
    public CreateApplicationUploadRequestRules() =>
        RuleFor(r => r.ContentType)
            .Must((request, type) => DocumentType.Find((DocumentKind)request.Kind, type) is not null)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage(request => $"must be one of {string.Join(", ", DocumentType.Of((DocumentKind)request.Kind).Select(type => type.ContentType))}.");
}

internal sealed class ReviewApplicationRequestRules : AbstractValidator<ReviewApplicationRequest>
{
    public ReviewApplicationRequestRules() =>
        RuleFor(r => r.Message)
            .NotEmpty()
            .When(r => r.Decision is ReviewApplicationRequest.Types.Decision.Decline or ReviewApplicationRequest.Types.Decision.RequestChanges);
}

internal sealed class CreatePayoutOnboardingLinkRequestRules : AbstractValidator<CreatePayoutOnboardingLinkRequest>
{
    public CreatePayoutOnboardingLinkRequestRules(Frontends frontends)
    {
        RuleFor(r => r.ReturnUrl).MustBeOn(frontends);
        RuleFor(r => r.RefreshUrl).MustBeOn(frontends);
        RuleFor(r => r.CountryCode).Matches("^([A-Z]{2})?$").WithMessage("must be an ISO 3166-1 alpha-2 code in capitals, or empty.");
    }
}
