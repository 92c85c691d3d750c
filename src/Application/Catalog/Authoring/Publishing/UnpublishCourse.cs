using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Takes a course of the caller's off sale. Whoever has it keeps it; checkout pages that are open are closed.</summary>
public sealed class UnpublishCourse(CourseDrafts drafts, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Takes it off sale. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COURSE_NOT_ON_SALE</c>: it was never published.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, CancellationToken cancellationToken) =>
        drafts.ChangeOwnAsync(
            actor,
            courseId,
            etag: null,
            course =>
            {
                if (course.PublishedVersion > 0)
                {
                    outbox.CloseCheckouts(courseId);
                }

                course.Unpublish(clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
