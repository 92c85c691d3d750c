using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Covers;

/// <summary>Takes the cover of a draft away, also one that is waited for.</summary>
public sealed class DeleteCover(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Takes it away. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>ETAG_STALE</c>.
    /// </exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag,
            course =>
            {
                course.RemoveCover(clock.GetUtcNow());
                return Task.FromResult(course);
            },
            cancellationToken
        );
}
