using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Brings a deleted lesson back.</summary>
public sealed class RestoreLesson(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Restores it to its place.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Lesson> ExecuteAsync(Actor actor, Guid courseId, Guid lessonId, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.RestoreLesson(lessonId, clock.GetUtcNow()), cancellationToken);
}
