using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Brings a deleted section back.</summary>
public sealed class RestoreSection(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Restores it with the lessons it was deleted with.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Section> ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.RestoreSection(sectionId, clock.GetUtcNow()), cancellationToken);
}
