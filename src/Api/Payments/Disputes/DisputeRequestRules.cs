using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payments.V1;
using FluentValidation;

namespace ESchool.Api.Payments.Disputes;

internal sealed class ListDisputesRequestRules : AbstractValidator<ListDisputesRequest>
{
    public ListDisputesRequestRules() => RuleFor(r => r.State).IsInEnum();
}

internal sealed class SubmitDisputeEvidenceRequestRules : AbstractValidator<SubmitDisputeEvidenceRequest>
{
    public SubmitDisputeEvidenceRequestRules() => RuleFor(r => r.Statement).MustBeLines(0, 5_000);
}
