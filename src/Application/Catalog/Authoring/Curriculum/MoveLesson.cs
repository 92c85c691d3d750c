using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Moves a lesson of a draft, within its section or to another.</summary>
public sealed class MoveLesson(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Moves it behind another, or without one to the first place.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>LESSON_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Lesson> ExecuteAsync(Actor actor, Guid courseId, Guid lessonId, Guid? sectionId, Guid? afterId, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.MoveLesson(lessonId, sectionId, afterId, clock.GetUtcNow()), cancellationToken);
}
