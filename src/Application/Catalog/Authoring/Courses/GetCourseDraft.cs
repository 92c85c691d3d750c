using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Reads the caller's own draft.</summary>
public sealed class GetCourseDraft(CourseDrafts drafts)
{
    /// <summary>Reads it with sections and lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) => drafts.ReadAsync(actor, courseId, cancellationToken);
}
