using ESchool.Api.Calls.Wire;
using ESchool.Domain.Catalog;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog;

/// <summary>The one place where what an author says of a course changes between the wire's form and ours.</summary>
internal static class CourseTextMapping
{
    public static CourseText ToText(this Wire.CourseDraft draft) =>
        new(draft.Title, draft.Summary, draft.Description, draft.Language)
        {
            Subtitle = draft.Subtitle.Trim(),
            Category = draft.Category,
            Level = (CourseLevel)draft.Level,
            Tags = [.. Trimmed(draft.Tags).DistinctBy(tag => tag.ToLowerInvariant())],
            Objectives = Trimmed(draft.Objectives),
            Requirements = Trimmed(draft.Requirements),
            Audience = Trimmed(draft.Audience),
            Faq = [.. draft.Faq.Select(asked => new CourseQuestion(asked.Question.Trim(), asked.Answer.Trim()))],
            WelcomeMessage = draft.WelcomeMessage.Trim(),
            CongratulationMessage = draft.CongratulationMessage.Trim(),
            PromotionalVideo =
                draft.PromotionalVideo.Length == 0 ? null : ResourceNames.One(draft.PromotionalVideo, "assets/{asset}", "course.promotional_video"),
        };

    /// <param name="text">The text.</param>
    /// <param name="draft">Where it is written.</param>
    /// <param name="isWhole">False for lists, which leave out what is long.</param>
    public static void DescribeIn(this CourseText text, Wire.CourseDraft draft, bool isWhole = true)
    {
        draft.Title = text.Title;
        draft.Subtitle = text.Subtitle;
        draft.Summary = text.Summary;
        draft.Language = text.Language;
        draft.Category = text.Category;
        draft.Level = (Wire.Level)text.Level;
        draft.Tags.Add(text.Tags);
        draft.PromotionalVideo = text.PromotionalVideo is { } asset ? $"assets/{asset}" : "";
        if (!isWhole)
        {
            return;
        }

        draft.Description = text.Description;
        draft.Objectives.Add(text.Objectives);
        draft.Requirements.Add(text.Requirements);
        draft.Audience.Add(text.Audience);
        draft.Faq.Add(text.Faq.Select(ToWire));
        draft.WelcomeMessage = text.WelcomeMessage;
        draft.CongratulationMessage = text.CongratulationMessage;
    }

    public static void DescribeIn(this CourseText text, Wire.Course course, bool isWhole)
    {
        course.Title = text.Title;
        course.Subtitle = text.Subtitle;
        course.Summary = text.Summary;
        course.Language = text.Language;
        course.Category = text.Category;
        course.Level = (Wire.Level)text.Level;
        course.Tags.Add(text.Tags);
        if (isWhole)
        {
            course.Description = text.Description;
            course.Objectives.Add(text.Objectives);
            course.Requirements.Add(text.Requirements);
            course.Audience.Add(text.Audience);
            course.Faq.Add(text.Faq.Select(ToWire));
        }
    }

    private static string[] Trimmed(IEnumerable<string> lines) => [.. lines.Select(line => line.Trim())];

    private static Wire.CourseQuestion ToWire(CourseQuestion asked) => new() { Question = asked.Question, Answer = asked.Answer };
}
