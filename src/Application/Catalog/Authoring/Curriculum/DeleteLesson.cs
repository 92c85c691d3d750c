using ESchool.Domain;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Deletes a lesson of a draft; it can be restored for a while. Versions that were published keep it.</summary>
public sealed class DeleteLesson(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>ETAG_STALE</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid lessonId, uint? etag, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            course =>
            {
                CourseDrafts.RequireEtag(course.FindLesson(lessonId).Revision, etag);
                course.DeleteLesson(lessonId, clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
