using ESchool.Api.Calls;
using ESchool.Api.Calls.Wire;
using ESchool.Api.Catalog.Reviews;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.CoursePages;
using ESchool.Contracts.Catalog.V1;
using Grpc.Core;
using CoursePage = ESchool.Contracts.Catalog.V1.CoursePage;
using PageInstructor = ESchool.Contracts.Catalog.V1.PageInstructor;

namespace ESchool.Api.Catalog;

/// <content>The page of a course, and the lessons that everybody may see.</content>
internal sealed partial class CatalogGrpcService
{
    public override Task<GetCoursePageResponse> GetCoursePage(GetCoursePageRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var courseId =
                    request.Slug.Length > 0 ? await context.UseCase<FindCourse>().ExecuteAsync(request.Slug, CancellationToken.None) : CourseOf(request.Course);
                var page = await context.UseCase<GetCoursePage>().ExecuteAsync(courseId, CancellationToken.None);
                return new GetCoursePageResponse { Page = ToWire(page) };
            }
        );

    public override Task<GetPreviewLessonResponse> GetPreviewLesson(GetPreviewLessonRequest request, ServerCallContext context) =>
        kept.GetAsync(
            request,
            context,
            async () =>
            {
                var (courseId, lessonId) = ResourceNames.Two(request.Name, "courses/{course}/lessons/{lesson}");
                var lesson = await context.UseCase<GetPreviewLesson>().ExecuteAsync(courseId, lessonId, CancellationToken.None);
                var shown = new PublishedLesson(
                    lesson.LessonId,
                    lesson.SectionId,
                    lesson.SectionTitle,
                    lesson.Title,
                    lesson.Kind,
                    lesson.Required,
                    lesson.VideoSeconds,
                    lesson.IsFreePreview
                );
                return new GetPreviewLessonResponse
                {
                    Lesson = CatalogMapping.ToWire(courseId, shown),
                    Markdown = lesson.Markdown,
                    Html = articles.Of(lesson),
                };
            }
        );

    private CoursePage ToWire(Application.Catalog.Storefront.CoursePages.CoursePage page)
    {
        var (course, instructors) = (cards.Of(page.Course), page.Instructors.Select(ToWire).ToList());
        return new CoursePage
        {
            Course = course,
            Instructors = { instructors },
            LearnerCount = page.Learners,
            Reviews = { page.Reviews.Select(review => review.ToWire()) },
            RelatedCourses = { page.Related.Select(cards.Of) },
            Bundles = { page.Bundles.Select(bundle => $"bundles/{bundle}") },
            ForMembers = page.IsForMembers,
            Seo = seo.ToWire(course, instructors),
        };
    }

    private static PageInstructor ToWire(Application.Catalog.Storefront.CoursePages.PageInstructor who) =>
        new()
        {
            User = $"users/{who.UserId}",
            DisplayName = who.DisplayName,
            Headline = who.Headline,
            Bio = who.Bio,
        };
}
