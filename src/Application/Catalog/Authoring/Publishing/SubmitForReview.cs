using ESchool.Domain;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Hands a draft to the reviewers.</summary>
public sealed class SubmitForReview(CourseDrafts drafts, TimeProvider clock)
{
    /// <summary>Submits it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>, <c>ETAG_STALE</c>.</exception>
    public Task<Course> ExecuteAsync(Actor actor, Guid courseId, uint? etag, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                if (course.State == CourseState.InReview)
                {
                    return course;
                }

                CourseDrafts.RequireEtag(course.RowVersion, etag);
                course.Submit(await drafts.PlayableSecondsAsync(course, cancellationToken), clock.GetUtcNow());
                return course;
            },
            cancellationToken
        );
}
