using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using FluentValidation;
using Importance = ESchool.Contracts.Catalog.V1.RequestedChange.Types.Importance;

namespace ESchool.Api.Catalog.Submissions;

internal sealed class RequestChangeRequestRules : AbstractValidator<RequestChangeRequest>
{
    public RequestChangeRequestRules()
    {
        RuleFor(r => r.Change.Text).NotEmpty().When(r => r.Change is not null);
        RuleFor(r => r.Change.Importance).NotEqual(Importance.Unspecified).When(r => r.Change is not null).WithMessage("must be REQUIRED or RECOMMENDED.");
        RuleFor(r => r.Change.Position)
            .Must(position => position is null)
            .When(r => r.Change is { Lesson.Length: 0 })
            .WithFault(FieldFault.NotAllowed)
            .WithMessage("needs a lesson.");
    }
}

internal sealed class UpdateRequestedChangeRequestRules : AbstractValidator<UpdateRequestedChangeRequest>
{
    public UpdateRequestedChangeRequestRules()
    {
        RuleFor(r => r.Change.Importance).NotEqual(Importance.Unspecified).When(r => Names(r, "importance")).WithMessage("must be REQUIRED or RECOMMENDED.");
        RuleFor(r => r.Change.Position)
            .Must(position => position is null)
            .When(r => Names(r, "lesson") && r.Change.Lesson.Length == 0)
            .WithFault(FieldFault.NotAllowed)
            .WithMessage("needs a lesson.");
    }

    private static bool Names(UpdateRequestedChangeRequest request, string field) =>
        request.Change is not null && request.UpdateMask is { } mask && (mask.Paths.Contains(field) || mask.Paths.Contains("*"));
}
