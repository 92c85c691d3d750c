using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Learning.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Learning;

internal sealed class StudentFilterRules : AbstractValidator<StudentFilter>
{
    public StudentFilterRules() =>
        RuleFor(f => f.MaxProgressBasisPoints)
            .GreaterThanOrEqualTo(f => f.MinProgressBasisPoints)
            .When(f => f.HasMinProgressBasisPoints && f.HasMaxProgressBasisPoints)
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must not be less than min_progress_basis_points.");
}

internal sealed class ListStudentsRequestRules : AbstractValidator<ListStudentsRequest>
{
    public ListStudentsRequestRules() => RuleFor(r => r.Filter).SetValidator(new StudentFilterRules());
}

internal sealed class ExportStudentsRequestRules : AbstractValidator<ExportStudentsRequest>
{
    public ExportStudentsRequestRules() => RuleFor(r => r.Filter).SetValidator(new StudentFilterRules());
}

internal sealed class PreviewAnnouncementRequestRules : AbstractValidator<PreviewAnnouncementRequest>
{
    public PreviewAnnouncementRequestRules() => RuleFor(r => r.Filter).SetValidator(new StudentFilterRules());
}

internal sealed class PublishAnnouncementRequestRules : AbstractValidator<PublishAnnouncementRequest>
{
    public PublishAnnouncementRequestRules() => RuleFor(r => r.Filter).SetValidator(new StudentFilterRules());
}
