using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Catalog;

internal sealed class CourseDraftRules : AbstractValidator<CourseDraft>
{
    public CourseDraftRules(IOptions<CatalogOptions> options)
    {
        RuleFor(c => c.Language).MustBeLanguage();
        RuleFor(c => c.Category)
            .Must(category => options.Value.ListCategories().Contains(category))
            .When(c => c.Category.Length > 0)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage("must be one of the categories that GetSchool lists.");
    }
}

internal sealed class CreateCourseRequestRules : AbstractValidator<CreateCourseRequest>
{
    public CreateCourseRequestRules(IOptions<CatalogOptions> options)
    {
        RuleFor(r => r.Course).SetValidator(new CourseDraftRules(options));
        RuleFor(r => r.Course.Title).NotEmpty().When(r => r.Course is not null);
        RuleFor(r => r.Course.Language).NotEmpty().When(r => r.Course is not null);
    }
}

internal sealed class UpdateCourseRequestRules : AbstractValidator<UpdateCourseRequest>
{
    public UpdateCourseRequestRules(IOptions<CatalogOptions> options) => RuleFor(r => r.Course).SetValidator(new CourseDraftRules(options));
}

internal sealed class CreateCoverUploadRequestRules : AbstractValidator<CreateCoverUploadRequest>
{
    public CreateCoverUploadRequestRules()
    {
        RuleFor(r => r.ContentType)
            .Must(CreateCoverUpload.ContentTypes.Contains)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage($"must be one of {string.Join(", ", CreateCoverUpload.ContentTypes)}.");
        RuleFor(r => r.Md5).Must(md5 => md5.Length == 16).WithFault(FieldFault.Malformed).WithMessage("must have 16 bytes.");
    }
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

internal sealed class SearchCoursesRequestRules : AbstractValidator<SearchCoursesRequest>
{
    private const double MostStars = 5;

    public SearchCoursesRequestRules()
    {
        RuleFor(r => r.CurrencyCode).MustBeCurrency();
        RuleFor(r => r.QueryLanguage).MustBeLanguage();
        RuleForEach(r => r.Languages).MustBeLanguage();
        RuleFor(r => r.MinimumRating).Must(stars => stars is >= 0 and <= MostStars).WithFault(FieldFault.OutOfRange).WithMessage("must be from 0 to 5.");
    }
}

internal sealed class GetCoursePageRequestRules : AbstractValidator<GetCoursePageRequest>
{
    public GetCoursePageRequestRules() => RuleFor(r => r.Slug).NotEmpty().When(r => r.Course.Length == 0).Empty().When(r => r.Course.Length > 0);
}
