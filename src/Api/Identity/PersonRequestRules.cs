using ESchool.Contracts.Identity.V1;
using FluentValidation;

namespace ESchool.Api.Identity;

internal sealed class BatchGetPeopleRequestRules : AbstractValidator<BatchGetPeopleRequest>
{
    private const int Most = 100;

    public BatchGetPeopleRequestRules() => RuleFor(r => r.Names).Must(names => names.Count <= Most).WithMessage($"must be at most {Most}.");
}
