using ESchool.Application.Catalog.Authoring;
using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>An author takes back that a change is made, while the draft can be edited.</summary>
public sealed class ReopenRequestedChange(CourseDrafts drafts, SentBackChanges changes)
{
    /// <summary>Takes it back. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>COURSE_IN_REVIEW</c>, <c>REQUESTED_CHANGE_NOT_FOUND</c>.
    /// </exception>
    public Task<RequestedChange> ExecuteAsync(Actor actor, Guid courseId, Guid submissionId, Guid changeId, CancellationToken cancellationToken) =>
        drafts.EditAsync(
            actor,
            courseId,
            etag: null,
            async course =>
            {
                course.RequireNotInReview();
                var change = await changes.FindAsync(courseId, submissionId, changeId, cancellationToken);
                change.Reopen("");
                return change;
            },
            cancellationToken
        );
}
