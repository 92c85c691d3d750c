using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Reviews;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Catalog.Reviews;

internal sealed class CreateReviewRequestRules : AbstractValidator<CreateReviewRequest>
{
    public CreateReviewRequestRules() =>
        RuleFor(r => r.Review.Stars)
            .Must((request, _) => request.Review.HasStars)
            .WithFault(FieldFault.Required)
            .WithMessage("must be given.")
            .When(r => r.Review is not null);
}

internal sealed class UpdateReviewRequestRules : AbstractValidator<UpdateReviewRequest>
{
    public UpdateReviewRequestRules() =>
        RuleFor(r => r.Review.Stars)
            .Must((request, _) => request.Review.HasStars)
            .WithFault(FieldFault.Required)
            .WithMessage("must be given when update_mask names it.")
            .When(r => r.Review is not null && r.UpdateMask is not null && r.UpdateMask.Paths.Any(path => path is "*" or "stars"));
}

internal sealed class GetRatingReportRequestRules : AbstractValidator<GetRatingReportRequest>
{
    public GetRatingReportRequestRules()
    {
        RuleFor(r => r.FirstDay).MustBeDay();
        RuleFor(r => r.LastDay).MustBeDay().MustEnd(r => r.FirstDay, ReportRatings.MaximumDays);
        RuleFor(r => r.TimeZone).MustBeTimeZone().When(r => r.TimeZone.Length > 0);
    }
}
