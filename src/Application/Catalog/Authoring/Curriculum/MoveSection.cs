using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Moves a section of a draft.</summary>
public sealed class MoveSection(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Moves it behind another, or without one to the first place.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Section> ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, Guid? afterId, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.MoveSection(sectionId, afterId, clock.GetUtcNow()), cancellationToken);
}
