using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Learning.V1;
using ESchool.Domain;
using FluentValidation;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Learning;

internal sealed class RecordWatchRequestRules : AbstractValidator<RecordWatchRequest>
{
    public RecordWatchRequestRules()
    {
        RuleFor(r => r.SessionId).MustBeUuid();
        RuleForEach(r => r.Ranges)
            .Must(range => IsSecond(range.StartPosition) && IsSecond(range.EndPosition))
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must begin and end at whole seconds of the video.");
        RuleFor(r => r.Position)
            .Must(position => position is null || (position.Seconds is >= 0 and <= 1_000_000 && position.Nanos is >= 0 and < 1_000_000_000))
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be a time in the video.");
    }

    private static bool IsSecond(Duration? position) => position is null or { Seconds: >= 0 and <= 1_000_000, Nanos: 0 };
}
