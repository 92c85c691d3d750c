using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using FluentValidation;
using Bundle = ESchool.Domain.Catalog.Bundle;

namespace ESchool.Api.Catalog;

internal static class CatalogRules
{
    public static IRuleBuilderOptions<T, string> MustBeTitle<T>(this IRuleBuilder<T, string> rule) => rule.MustBeText(3, 120);

    public static IRuleBuilderOptions<T, string> MustBeLanguage<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$").WithMessage("must be a BCP 47 tag such as en or pt-BR.");
}

internal sealed class SearchCoursesRequestRules : AbstractValidator<SearchCoursesRequest>
{
    public SearchCoursesRequestRules() => RuleFor(r => r.Query).MustBeText(0, 200);
}

internal sealed class CreateCourseRequestRules : AbstractValidator<CreateCourseRequest>
{
    public CreateCourseRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Title).MustBeTitle();
        RuleFor(r => r.Summary).MustBeLines(0, 500);
        RuleFor(r => r.Description).MustBeLines(0, 20_000);
        RuleFor(r => r.Language).MustBeLanguage();
    }
}

internal sealed class UpdateCourseRequestRules : AbstractValidator<UpdateCourseRequest>
{
    public UpdateCourseRequestRules()
    {
        RuleFor(r => r.Course).NotNull().WithMessage("must be given.");
        When(r => r.Course is not null, () =>
        {
            RuleFor(r => r.Course.Title).MustBeTitle().When(r => Changes(r, "title", r.Course.Title));
            RuleFor(r => r.Course.Summary).MustBeLines(0, 500);
            RuleFor(r => r.Course.Description).MustBeLines(0, 20_000);
            RuleFor(r => r.Course.Language).MustBeLanguage().When(r => Changes(r, "language", r.Course.Language));
        });
    }

    private static bool Changes(UpdateCourseRequest request, string path, string value) => value.Length > 0 || request.UpdateMask?.Paths.Contains(path) == true;
}

internal sealed class CreateSectionRequestRules : AbstractValidator<CreateSectionRequest>
{
    public CreateSectionRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Title).MustBeText(1, 120);
    }
}

internal sealed class LessonDraftRules : AbstractValidator<LessonDraft>
{
    public LessonDraftRules()
    {
        RuleFor(l => l.Video.CompletionThresholdBasisPoints).InclusiveBetween(1, 10_000).When(l => l.Video is { HasCompletionThresholdBasisPoints: true });
        RuleFor(l => l.Article.Markdown).MustBeLines(0, 100_000).When(l => l.Article is not null);
        RuleFor(l => l.Article.MinimumDwellDuration)
            .Must(dwell => dwell is null || (dwell.Seconds is >= 0 and <= 3_600 && dwell.Nanos == 0)).WithFault(FieldFault.OutOfRange).WithMessage("must be whole seconds, at most an hour.")
            .When(l => l.Article is not null);
    }
}

internal sealed class CreateLessonRequestRules : AbstractValidator<CreateLessonRequest>
{
    public CreateLessonRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Lesson).NotNull().WithMessage("must be given.").SetValidator(new LessonDraftRules());
        RuleFor(r => r.Lesson.Title).MustBeText(1, 120).When(r => r.Lesson is not null);
        RuleFor(r => r.Lesson.ContentCase).NotEqual(LessonDraft.ContentOneofCase.None).WithMessage("must be video or article.").When(r => r.Lesson is not null);
    }
}

internal sealed class UpdateLessonRequestRules : AbstractValidator<UpdateLessonRequest>
{
    public UpdateLessonRequestRules()
    {
        RuleFor(r => r.Lesson).NotNull().WithMessage("must be given.").SetValidator(new LessonDraftRules());
        RuleFor(r => r.Lesson.Title).MustBeText(1, 120).When(r => r.Lesson is not null && (r.Lesson.Title.Length > 0 || r.UpdateMask?.Paths.Contains("title") == true));
        RuleFor(r => r.Lesson.ContentCase).NotEqual(LessonDraft.ContentOneofCase.None).WithMessage("must be given when update_mask names it.")
            .When(r => r.Lesson is not null && r.UpdateMask is not null && r.UpdateMask.Paths.Any(path => path == "*" || path.StartsWith("video", StringComparison.Ordinal) || path.StartsWith("article", StringComparison.Ordinal)));
    }
}

internal sealed class SetPriceRequestRules : AbstractValidator<SetPriceRequest>
{
    public SetPriceRequestRules() => RuleFor(r => r.Price).NotNull().WithMessage("must be given.");
}

internal sealed class CreateBundleRequestRules : AbstractValidator<CreateBundleRequest>
{
    public CreateBundleRequestRules()
    {
        RuleFor(r => r.RequestId).MustBeRequestId();
        RuleFor(r => r.Title).MustBeTitle();
        RuleFor(r => r.Courses.Count).InclusiveBetween(Bundle.FewestCourses, Bundle.MostCourses).OverridePropertyName("Courses").WithFault(count => FieldFaults.OfCount(count, Bundle.FewestCourses)).WithMessage("must be 2 to 20.");
        RuleFor(r => r.Price).NotNull().WithMessage("must be given.");
    }
}
