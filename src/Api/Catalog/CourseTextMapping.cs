using ESchool.Domain.Catalog;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog;

/// <summary>The one place where the words that describe a course change between the wire's form and ours.</summary>
internal static class CourseTextMapping
{
    public static CourseText ToText(this Wire.CourseDraft draft) => new(draft.Title, draft.Summary, draft.Description, draft.Language);

    public static void DescribeIn(this CourseText text, Wire.CourseDraft draft)
    {
        draft.Title = text.Title;
        draft.Summary = text.Summary;
        draft.Description = text.Description;
        draft.Language = text.Language;
    }

    public static void DescribeIn(this CourseText text, Wire.Course course)
    {
        course.Title = text.Title;
        course.Summary = text.Summary;
        course.Description = text.Description;
        course.Language = text.Language;
    }
}
