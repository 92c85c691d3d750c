using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Identity.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Identity;

internal sealed class BatchGetPeopleRequestRules : AbstractValidator<BatchGetPeopleRequest>
{
    private const int Most = 100;

    public BatchGetPeopleRequestRules() => RuleFor(r => r.Names).Must(names => names.Count <= Most).WithFault(FieldFault.TooMany).WithMessage($"must be at most {Most}.");
}
