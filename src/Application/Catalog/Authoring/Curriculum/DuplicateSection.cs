using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Copies a section of a draft with its lessons.</summary>
public sealed class DuplicateSection(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Copies it; the copy follows it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Section> ExecuteAsync(Actor actor, Guid courseId, Guid sectionId, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.DuplicateSection(sectionId, clock.GetUtcNow()), cancellationToken);
}
