using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Curriculum;

/// <summary>Adds a section at the end of a draft.</summary>
public sealed class CreateSection(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Adds it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public Task<Section> ExecuteAsync(Actor actor, Guid courseId, string title, CancellationToken cancellationToken) =>
        drafts.EditAsync(actor, courseId, course => course.AddSection(title, clock.GetUtcNow()), cancellationToken);
}
