using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Takes an archived course of the caller's out again; it stays off sale until it is published.</summary>
public sealed class UnarchiveCourse(CourseDrafts drafts)
{
    /// <summary>Takes it out. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        drafts.ChangeOwnAsync(
            actor,
            courseId,
            etag: null,
            course =>
            {
                course.Unarchive();
                return course;
            },
            cancellationToken
        );
}
