using ESchool.Api.Calls.Wire;
using ESchool.Application.Payments.Sales;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Payments.Sales;

internal sealed class GetSalesReportRequestRules : AbstractValidator<GetSalesReportRequest>
{
    public GetSalesReportRequestRules()
    {
        RuleFor(r => r.FirstDay).MustBeDay();
        RuleFor(r => r.LastDay).MustBeDay();
        RuleFor(r => r.LastDay)
            .Must((r, last) => last.ToDay().DayNumber - r.FirstDay.ToDay().DayNumber is >= 0 and < ReportSales.MaximumDays)
            .When(r => r.FirstDay.IsDay() && r.LastDay.IsDay())
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be the first day or up to 365 days after it.");
        RuleFor(r => r.TimeZone).MustBeTimeZone().When(r => r.TimeZone.Length > 0);
    }
}
