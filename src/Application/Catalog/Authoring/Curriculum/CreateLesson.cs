using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Adds a lesson at the end of a section.</summary>
public sealed class CreateLesson(CourseDrafts drafts, CourseAssets assets, TimeProvider clock)
{
    /// <summary>Adds it.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>ASSET_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>,
    /// <c>CURRICULUM_FULL</c>.</exception>
    public Task<Lesson> ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, LessonDraft draft, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                if (draft.Content is VideoContent { AssetId: { } assetId })
                {
                    await assets.RequireAsync(actor, course, assetId, cancellationToken);
                }

                return course.AddLesson(sectionId, draft.Title, draft.Required, draft.Content, clock.GetUtcNow(), draft.IsFreePreview);
            },
            cancellationToken
        );
}

/// <summary>What an instructor says about a lesson.</summary>
/// <param name="Title">The title.</param>
/// <param name="Required">True when the course is complete only with it.</param>
/// <param name="Content">What the student gets.</param>
/// <param name="IsFreePreview">True when everybody may see it, without an account.</param>
public sealed record LessonDraft(string Title, bool Required, LessonContent Content, bool IsFreePreview = false);
