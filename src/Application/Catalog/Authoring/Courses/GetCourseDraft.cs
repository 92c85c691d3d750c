using ESchool.Application.Catalog.Authors;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>A draft, and what the caller may do with it.</summary>
/// <param name="Course">The draft.</param>
/// <param name="Role">What the caller may do.</param>
public sealed record AuthoredCourse(Course Course, AuthorRole Role);

/// <summary>Reads a draft that the caller works on.</summary>
public sealed class GetCourseDraft(CourseDrafts drafts, CourseAuthors authors)
{
    /// <summary>Reads it with sections and lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<AuthoredCourse> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var course = await drafts.ReadAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        return new AuthoredCourse(course, await authors.RoleAsync(actor, course, cancellationToken) ?? throw CourseAuthors.NotFound(courseId));
    }
}
