using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Sales;
using ESchool.Contracts.Payments.V1;
using FluentValidation;

namespace ESchool.Api.Payments.Sales;

internal sealed class GetSalesReportRequestRules : AbstractValidator<GetSalesReportRequest>
{
    public GetSalesReportRequestRules()
    {
        RuleFor(r => r.FirstDay).MustBeDay();
        RuleFor(r => r.LastDay).MustBeDay().MustEnd(r => r.FirstDay, ReportSales.MaximumDays);
        RuleFor(r => r.TimeZone).MustBeTimeZone().When(r => r.TimeZone.Length > 0);
    }
}
