using ESchool.Contracts.Catalog.V1;
using ESchool.Demo.Props;

namespace ESchool.Demo.Chapters;

/// <summary>Somebody without an account finds the course, misspelt, reads its page and a free lesson.</summary>
public static class LookingAround
{
    public static async Task PlayAsync(Cast cast)
    {
        var catalog = new CatalogService.CatalogServiceClient(cast.Channel);
        var found = await catalog.SearchCoursesAsync(
            new SearchCoursesRequest
            {
                Query = "compliers",
                PageSize = 200,
                ShowFacets = true,
            }
        );
        if (found.CorrectedQuery.Length == 0 || found.Courses.All(course => course.Name != cast.Course))
        {
            throw new StoryException("The search does not find what was meant.");
        }

        cast.Narrator.Step(
            $"a visitor searched for \"compliers\": \"{found.CorrectedQuery}\" was meant, and {found.Courses.Count} found, in {found.Facets.Count} facets"
        );

        var slug = found.Courses.Single(course => course.Name == cast.Course).Slug;
        var page = (await catalog.GetCoursePageAsync(new GetCoursePageRequest { Slug = slug })).Page;
        cast.Narrator.Step(
            $"the page at {page.Seo.CanonicalUri} names {string.Join(" and ", page.Instructors.Select(i => i.DisplayName))}, and tells search engines what it is"
        );

        var free = page.Course.Sections.SelectMany(section => section.Lessons).First(lesson => lesson.FreePreview);
        var lesson = await catalog.GetPreviewLessonAsync(new GetPreviewLessonRequest { Name = free.Name });
        cast.Narrator.Step($"the visitor read a free lesson, \"{lesson.Lesson.Title}\", {lesson.Markdown.Length} characters long");
    }
}
