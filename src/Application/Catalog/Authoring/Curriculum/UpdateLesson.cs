using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Changes a lesson of a draft.</summary>
public sealed class UpdateLesson(CourseDrafts drafts, CourseAssets assets, TimeProvider clock)
{
    /// <summary>Changes what <paramref name="change"/> makes of the present lesson.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>LESSON_KIND_FIXED</c>, <c>ASSET_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>ETAG_STALE</c>.
    /// </exception>
    public Task<Lesson> ExecuteAsync(
        Actor actor,
        Guid courseId,
        Guid lessonId,
        uint? etag,
        Func<LessonDraft, LessonDraft> change,
        CancellationToken cancellationToken
    ) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                var lesson = course.FindLesson(lessonId);
                var present = new LessonDraft(lesson.Title, lesson.Required, lesson.Content, lesson.IsFreePreview);
                var changed = change(present);
                if (changed == present)
                {
                    // Sent again because the answer was lost.
                    return lesson;
                }

                CourseDrafts.RequireEtag(lesson.Revision, etag);
                if (changed.Content is VideoContent { AssetId: { } assetId })
                {
                    await assets.RequireAsync(actor, course, assetId, cancellationToken);
                }

                return course.EditLesson(lessonId, changed.Title, changed.Required, changed.Content, clock.GetUtcNow(), changed.IsFreePreview);
            },
            cancellationToken
        );
}
