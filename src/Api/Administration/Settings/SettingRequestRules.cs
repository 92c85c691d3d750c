using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Administration.V1;
using FluentValidation;

namespace ESchool.Api.Administration.Settings;

internal static class FlagNames
{
    public static IRuleBuilderOptions<T, string> MustNameFlag<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches("^featureFlags/[a-z0-9]+(-[a-z0-9]+)*$").WithMessage("must be featureFlags/ and lower-case letters, digits and hyphens.");
}

internal sealed class SetFeatureFlagRequestRules : AbstractValidator<SetFeatureFlagRequest>
{
    public SetFeatureFlagRequestRules() => RuleFor(r => r.Name).MustNameFlag();
}

internal sealed class DeleteFeatureFlagRequestRules : AbstractValidator<DeleteFeatureFlagRequest>
{
    public DeleteFeatureFlagRequestRules() => RuleFor(r => r.Name).MustNameFlag();
}

internal sealed class ListOwnFeaturesRequestRules : AbstractValidator<ListOwnFeaturesRequest>
{
    public ListOwnFeaturesRequestRules() => RuleFor(r => r.VisitorId).MustBeUuid().When(r => r.VisitorId.Length > 0);
}
