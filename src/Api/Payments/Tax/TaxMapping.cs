using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Tax;
using ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Tax;

internal static class TaxMapping
{
    public static GetTaxSummaryResponse.Types.Row ToWire(this TaxMonth month) =>
        new()
        {
            Month = month.Month.Month,
            Collected = month.Collected.ToWire(),
            GivenBack = month.GivenBack.ToWire(),
            Owed = month.Owed.ToWire(),
        };
}
