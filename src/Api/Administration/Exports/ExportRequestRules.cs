using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Administration.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Administration.Exports;

internal sealed class StartExportRequestRules : AbstractValidator<StartExportRequest>
{
    public StartExportRequestRules() =>
        RuleFor(r => r.Filter.EndTime)
            .Must((r, end) => end > r.Filter.StartTime)
            .When(r => r.Filter is { StartTime: not null, EndTime: not null })
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be after start_time.");
}
