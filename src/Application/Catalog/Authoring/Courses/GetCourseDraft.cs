using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Reads a draft that the caller works on.</summary>
public sealed class GetCourseDraft(CourseDrafts drafts)
{
    /// <summary>Reads it with sections and lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public Task<AuthoredCourse> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        drafts.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
}
