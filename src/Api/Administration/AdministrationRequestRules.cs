using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Orders;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Roles.V1;
using ESchool.Domain;
using FluentValidation;
using Google.Protobuf.Collections;

namespace ESchool.Api.Administration;

internal sealed class ReviewCourseRequestRules : AbstractValidator<ReviewCourseRequest>
{
    public ReviewCourseRequestRules() => RuleFor(r => r.Message).NotEmpty().When(r => r.Decision != ReviewCourseRequest.Types.Decision.Approve);
}

internal sealed class VerifyLedgerRequestRules : AbstractValidator<VerifyLedgerRequest>
{
    public VerifyLedgerRequestRules()
    {
        RuleFor(r => r.NotedSeal.Number).GreaterThan(0).When(r => r.NotedSeal is not null).WithMessage("must be the number of a seal.");
        RuleFor(r => r.NotedSeal.Hash).Matches("^[0-9a-f]{64}$").When(r => r.NotedSeal is not null).WithMessage("must be 64 hexadecimal digits in lower case.");
    }
}

internal sealed class CompareWithStripeRequestRules : AbstractValidator<CompareWithStripeRequest>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    public CompareWithStripeRequestRules()
    {
        RuleFor(r => r.EndTime)
            .Must((r, end) => end > r.StartTime && end.ToDateTimeOffset() - r.StartTime.ToDateTimeOffset() <= Longest)
            .When(r => r.StartTime is not null && r.EndTime is not null)
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be up to 31 days after start_time.");
    }
}

internal sealed class GrantRoleRequestRules : AbstractValidator<GrantRoleRequest>
{
    public GrantRoleRequestRules() =>
        RuleFor(r => r.Role)
            .Must(role => role is Role.Admin or Role.Support)
            .WithFault(role => role == Role.Unspecified ? FieldFault.Required : FieldFault.UnknownValue)
            .WithMessage("must be ROLE_ADMIN or ROLE_SUPPORT; instructors are made by their application.");
}

internal sealed class RevokeRoleRequestRules : AbstractValidator<RevokeRoleRequest>
{
    public RevokeRoleRequestRules() =>
        RuleFor(r => r.Role)
            .Must(role => role is Role.Admin or Role.Support or Role.Instructor)
            .WithFault(role => role == Role.Unspecified ? FieldFault.Required : FieldFault.UnknownValue)
            .WithMessage("must be ROLE_ADMIN, ROLE_SUPPORT or ROLE_INSTRUCTOR.");
}

internal sealed class RequeueDeadLettersRequestRules : AbstractValidator<RequeueDeadLettersRequest>
{
    public RequeueDeadLettersRequestRules() => RuleFor(r => r.Names).MustBeInsteadOfKind(r => r.Kind);
}

internal sealed class DiscardDeadLettersRequestRules : AbstractValidator<DiscardDeadLettersRequest>
{
    public DiscardDeadLettersRequestRules() => RuleFor(r => r.Names).MustBeInsteadOfKind(r => r.Kind);
}

internal sealed class GetOverviewRequestRules : AbstractValidator<GetOverviewRequest>
{
    public GetOverviewRequestRules() => RuleFor(r => r.TimeZone).MustBeTimeZone().When(r => r.TimeZone.Length > 0);
}

internal sealed class WatchOverviewRequestRules : AbstractValidator<WatchOverviewRequest>
{
    public WatchOverviewRequestRules() => RuleFor(r => r.TimeZone).MustBeTimeZone().When(r => r.TimeZone.Length > 0);
}

internal sealed class FindOrdersRequestRules : AbstractValidator<FindOrdersRequest>
{
    public FindOrdersRequestRules()
    {
        RuleFor(r => r.Email).MustBeEmail().When(r => r.Email.Length > 0);
        RuleFor(r => r.StripeId).Matches(OrderOfStripeId.Form).When(r => r.StripeId.Length > 0).WithMessage("must be an id of Stripe, such as ch_….");
        RuleFor(r => r.EndTime)
            .Must((r, end) => end > r.StartTime)
            .When(r => r.StartTime is not null && r.EndTime is not null)
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be after start_time.");
    }
}

internal static class LetterRules
{
    /// <summary>The rule of requests that name letters or say a kind of them.</summary>
    public static IRuleBuilderOptions<T, RepeatedField<string>> MustBeInsteadOfKind<T>(
        this IRuleBuilder<T, RepeatedField<string>> rule,
        Func<T, string> kind
    ) =>
        rule.Must((request, names) => names.Count > 0 != kind(request).Length > 0)
            .WithFault(names => names.Count == 0 ? FieldFault.Required : FieldFault.NotAllowed)
            .WithMessage("or kind must be given, not both.");
}
