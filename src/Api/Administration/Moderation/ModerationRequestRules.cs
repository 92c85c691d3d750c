using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Moderation.Statistics;
using ESchool.Contracts.Administration.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Administration.Moderation;

internal sealed class ClaimCaseRequestRules : AbstractValidator<ClaimCaseRequest>
{
    public ClaimCaseRequestRules() => RuleFor(r => r.Note).NotEmpty().When(r => r.TakeOver);
}

internal sealed class ResolveCaseRequestRules : AbstractValidator<ResolveCaseRequest>
{
    public ResolveCaseRequestRules() =>
        When(
            r => r.Ruling is not null,
            () =>
            {
                RuleFor(r => r.Ruling.Scope)
                    .Must(scope => scope == SuspensionScope.Unspecified)
                    .When(r => r.Ruling.Act != ModerationAct.Suspend)
                    .WithFault(FieldFault.NotAllowed)
                    .WithMessage("is only for MODERATION_ACT_SUSPEND.");
                RuleFor(r => r.Ruling.Unfounded)
                    .Must(unfounded => !unfounded)
                    .When(r => r.Ruling.Act != ModerationAct.None)
                    .WithFault(FieldFault.NotAllowed)
                    .WithMessage("is only for MODERATION_ACT_NONE.");
                RuleFor(r => r.Ruling.Ground)
                    .Must((r, ground) => (ground == DecisionGround.Unspecified) == (r.Ruling.Act == ModerationAct.None))
                    .WithFault(ground => ground == DecisionGround.Unspecified ? FieldFault.Required : FieldFault.NotAllowed)
                    .WithMessage("must be given, unless nothing is done.");
                RuleFor(r => r.Ruling.Clause).NotEmpty().When(r => r.Ruling.Act != ModerationAct.None);
                RuleFor(r => r.Ruling.Facts).NotEmpty().When(r => r.Ruling.Act != ModerationAct.None);
            }
        );
}

internal sealed class GetModerationStatisticsRequestRules : AbstractValidator<GetModerationStatisticsRequest>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(GetModerationStatistics.MaximumDays);

    public GetModerationStatisticsRequestRules() =>
        RuleFor(r => r.EndTime)
            .Must((r, end) => end > r.StartTime && end.ToDateTimeOffset() - r.StartTime.ToDateTimeOffset() <= Longest)
            .When(r => r.StartTime is not null && r.EndTime is not null)
            .WithFault(FieldFault.OutOfRange)
            .WithMessage($"must be up to {GetModerationStatistics.MaximumDays} days after start_time.");
}
