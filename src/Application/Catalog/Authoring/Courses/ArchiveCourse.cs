using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Puts a course of the caller's away: off sale and out of the list. Whoever has it keeps it.</summary>
public sealed class ArchiveCourse(CourseDrafts drafts, WorkOutbox outbox, TimeProvider clock)
{
    /// <summary>Archives it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COURSE_IN_REVIEW</c>.</exception>
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

                course.Archive(clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
