using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Instructors.V1;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using FluentValidation;
using ApplicationDocument = ESchool.Contracts.Instructors.V1.ApplicationDocument;

namespace ESchool.Api.Instructors;

internal sealed class SubmitApplicationRequestRules : AbstractValidator<SubmitApplicationRequest>
{
    public SubmitApplicationRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Bio).MustBeLines(20, 4_000);
        RuleFor(r => r.Expertise).MustBeLines(3, 500);
    }
}

internal sealed class SaveApplicationRequestRules : AbstractValidator<SaveApplicationRequest>
{
    public SaveApplicationRequestRules()
    {
        RuleFor(r => r.Bio).MustBeLines(0, 4_000);
        RuleFor(r => r.Expertise).MustBeLines(0, 500);
    }
}

internal sealed class CreateApplicationUploadRequestRules : AbstractValidator<CreateApplicationUploadRequest>
{
    public CreateApplicationUploadRequestRules()
    {
        RuleFor(r => r.Kind).IsInEnum().NotEqual(ApplicationDocument.Types.Kind.Unspecified).WithMessage("must be given.");
        RuleFor(r => r.ContentType).Must((request, type) => DocumentType.Find((DocumentKind)request.Kind, type) is not null)
            .WithFault(FieldFault.UnknownValue).WithMessage(request => $"must be one of {string.Join(", ", DocumentType.Of((DocumentKind)request.Kind).Select(type => type.ContentType))}.");
    }
}

internal sealed class CompleteApplicationUploadRequestRules : AbstractValidator<CompleteApplicationUploadRequest>
{
    public CompleteApplicationUploadRequestRules() => RuleFor(r => r.Upload).MustBeText(1, 1_000);
}

internal sealed class UpdateInstructorRequestRules : AbstractValidator<UpdateInstructorRequest>
{
    public UpdateInstructorRequestRules()
    {
        RuleFor(r => r.Instructor).NotNull().WithMessage("must be given.");
        RuleFor(r => r.Instructor.Headline).MustBeText(0, 120).When(r => r.Instructor is not null);
        RuleFor(r => r.Instructor.Bio).MustBeLines(0, 4_000).When(r => r.Instructor is not null);
        RuleFor(r => r.Instructor.Expertise).MustBeLines(0, 500).When(r => r.Instructor is not null);
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
        RuleFor(r => r.Message).MustBeLines(0, 2_000);
        RuleFor(r => r.Message).MustBeLines(1, 2_000).When(r => r.Decision is ReviewApplicationRequest.Types.Decision.Decline or ReviewApplicationRequest.Types.Decision.RequestChanges);
    }
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
