using ESchool.Contracts.Payments.V1;
using FluentValidation;

namespace ESchool.Api.Payments.Tax;

internal sealed class GetTaxSummaryRequestRules : AbstractValidator<GetTaxSummaryRequest>
{
    public GetTaxSummaryRequestRules() => RuleFor(r => r.Year).InclusiveBetween(2000, 9998);
}
