using ESchool.Application.Catalog.Authoring;
using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>An author says that a change is made. The next reviewer sees whether it is.</summary>
public sealed class ResolveRequestedChange(CourseDrafts drafts, SentBackChanges changes, TimeProvider clock)
{
    /// <summary>Says so. Doing it again changes the words.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COURSE_IN_REVIEW</c>, <c>REQUESTED_CHANGE_NOT_FOUND</c>.
    /// </exception>
    public Task<RequestedChange> ExecuteAsync(
        Actor actor,
        Guid courseId,
        Guid submissionId,
        Guid changeId,
        string reply,
        CancellationToken cancellationToken
    ) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                course.RequireNotInReview();
                var change = await changes.FindAsync(courseId, submissionId, changeId, cancellationToken);
                change.Resolve(actor.UserId, reply, clock.GetUtcNow());
                return change;
            },
            cancellationToken
        );
}
