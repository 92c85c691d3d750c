using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Payouts.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Payouts;

internal sealed class SimulatePayoutRequestRules : AbstractValidator<SimulatePayoutRequest>
{
    public SimulatePayoutRequestRules() => RuleFor(r => r.CurrencyCode).MustBeCurrency();
}

internal sealed class ExportStatementRequestRules : AbstractValidator<ExportStatementRequest>
{
    private const int Longest = 366;

    public ExportStatementRequestRules()
    {
        RuleFor(r => r.CurrencyCode).MustBeCurrency();
        RuleFor(r => r.PeriodCase).NotEqual(ExportStatementRequest.PeriodOneofCase.None).OverridePropertyName("month").WithMessage("or days must be given.");
        RuleFor(r => r.Month)
            .Must(month => month.IsMonth())
            .When(r => r.Month is not null)
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be a year from 2000 and a month, with the day 0.");
        RuleFor(r => r.Days.FirstDay).MustBeDay().When(r => r.Days is not null);
        RuleFor(r => r.Days.LastDay).MustBeDay().When(r => r.Days is not null);
        RuleFor(r => r.Days.LastDay)
            .Must((r, last) => r.Days.FirstDay.ToDay() <= last.ToDay() && last.ToDay().DayNumber - r.Days.FirstDay.ToDay().DayNumber < Longest)
            .When(r => r.Days is not null && r.Days.FirstDay.IsDay() && r.Days.LastDay.IsDay())
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be the first day or up to 365 days after it.");
    }
}

internal sealed class ReviewPayoutRequestRules : AbstractValidator<ReviewPayoutRequest>
{
    public ReviewPayoutRequestRules() => RuleFor(r => r.Message).NotEmpty().When(r => r.Decision == ReviewPayoutRequest.Types.Decision.Reject);
}

internal sealed class ReviewPayoutsRequestRules : AbstractValidator<ReviewPayoutsRequest>
{
    public ReviewPayoutsRequestRules()
    {
        RuleFor(r => r.Reviews)
            .Must(reviews => reviews.DistinctBy(r => r.Name).Count() == reviews.Count && reviews.DistinctBy(r => r.RequestId).Count() == reviews.Count)
            .WithFault(FieldFault.Duplicate)
            .WithMessage("must name each payout, and each request_id, once.");
        RuleForEach(r => r.Reviews).SetValidator(new ReviewPayoutRequestRules());
        RuleForEach(r => r.Reviews)
            .Must(review => ResourceNames.Parse(review.Name, "payouts/{payout}") is not null)
            .WithFault(FieldFault.Malformed)
            .WithMessage("must have a name of the form payouts/{payout}.");
    }
}
