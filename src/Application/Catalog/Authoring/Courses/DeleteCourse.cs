using ESchool.Domain;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Deletes a course of the caller's that was never published; it can be restored for a while.</summary>
public sealed class DeleteCourse(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COURSE_PUBLISHED</c>, <c>COURSE_IN_REVIEW</c>, <c>ETAG_STALE</c>.
    /// </exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken) =>
        drafts.ChangeOwnAsync(
            actor,
            courseId,
            etag,
            course =>
            {
                course.Delete(clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
