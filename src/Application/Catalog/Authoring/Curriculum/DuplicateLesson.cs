using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Copies a lesson of a draft.</summary>
public sealed class DuplicateLesson(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Copies it; the copy follows it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Lesson> ExecuteAsync(Actor actor, Guid courseId, Guid lessonId, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.DuplicateLesson(lessonId, clock.GetUtcNow()), cancellationToken);
}
