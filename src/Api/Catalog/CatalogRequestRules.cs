using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Catalog;

internal static class CatalogRules
{
    public static IRuleBuilderOptions<T, string> MustBeLanguage<T>(this IRuleBuilder<T, string> rule) =>
        rule.Matches("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$").WithMessage("must be a BCP 47 tag such as en or pt-BR.");
}

internal sealed class CreateCourseRequestRules : AbstractValidator<CreateCourseRequest>
{
    public CreateCourseRequestRules()
    {
        When(
            r => r.Course is not null,
            () =>
            {
                RuleFor(r => r.Course.Title).NotEmpty();
                RuleFor(r => r.Course.Language).NotEmpty().MustBeLanguage();
            }
        );
    }
}

internal sealed class UpdateCourseRequestRules : AbstractValidator<UpdateCourseRequest>
{
    public UpdateCourseRequestRules() => RuleFor(r => r.Course.Language).MustBeLanguage().When(r => r.Course is { Language.Length: > 0 });
}

internal sealed class LessonDraftRules : AbstractValidator<LessonDraft>
{
    public LessonDraftRules()
    {
        RuleFor(l => l.Article.MinimumDwellDuration)
            .Must(dwell => dwell is null || (dwell.Seconds is >= 0 and <= 3_600 && dwell.Nanos == 0))
            .WithFault(FieldFault.OutOfRange)
            .WithMessage("must be whole seconds, at most an hour.")
            .When(l => l.Article is not null);
    }
}

internal sealed class CreateLessonRequestRules : AbstractValidator<CreateLessonRequest>
{
    public CreateLessonRequestRules()
    {
        RuleFor(r => r.Lesson).SetValidator(new LessonDraftRules());
        RuleFor(r => r.Lesson.Title).NotEmpty().When(r => r.Lesson is not null);
        RuleFor(r => r.Lesson.ContentCase).NotEqual(LessonDraft.ContentOneofCase.None).WithMessage("must be video or article.").When(r => r.Lesson is not null);
    }
}

internal sealed class UpdateLessonRequestRules : AbstractValidator<UpdateLessonRequest>
{
    public UpdateLessonRequestRules()
    {
        RuleFor(r => r.Lesson).SetValidator(new LessonDraftRules());
        RuleFor(r => r.Lesson.ContentCase)
            .NotEqual(LessonDraft.ContentOneofCase.None)
            .WithMessage("must be given when update_mask names it.")
            .When(r =>
                r.Lesson is not null
                && r.UpdateMask is not null
                && r.UpdateMask.Paths.Any(path =>
                    path == "*" || path.StartsWith("video", StringComparison.Ordinal) || path.StartsWith("article", StringComparison.Ordinal)
                )
            );
    }
}
