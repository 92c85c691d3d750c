using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Learning.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Learning;

internal sealed class RecordWatchRequestRules : AbstractValidator<RecordWatchRequest>
{
    public RecordWatchRequestRules()
    {
        RuleFor(r => r.SessionId).MustBeRequestId(required: true);
        RuleFor(r => r.Sequence).InclusiveBetween(1, 10_000_000).WithMessage("must be 1 to 10000000.");
        RuleFor(r => r.Ranges).Must(ranges => ranges.Count <= 64).WithFault(FieldFault.TooMany).WithMessage("must have at most 64 ranges.");
        RuleFor(r => r.Position).Must(position => position is null || (position.Seconds is >= 0 and <= 1_000_000 && position.Nanos is >= 0 and < 1_000_000_000)).WithFault(FieldFault.OutOfRange).WithMessage("must be a time in the video.");
    }
}
