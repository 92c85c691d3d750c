using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>A reviewer of a later submission finds that a change was not made.</summary>
public sealed class RejectResolution(SchoolDbContext db, SubmissionDesk desk, SentBackChanges changes, TimeProvider clock)
{
    /// <summary>Opens the change again. Doing it again changes the words.</summary>
    /// <exception cref="DomainException">
    /// <c>SUBMISSION_NOT_FOUND</c>: the course is not in review; <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_NOT_CLAIMED</c>, <c>REQUESTED_CHANGE_NOT_FOUND</c>.
    /// </exception>
    public Task<RequestedChange> ExecuteAsync(
        Actor actor,
        Guid courseId,
        Guid submissionId,
        Guid changeId,
        string reason,
        CancellationToken cancellationToken
    ) =>
        db.InTransactionAsync(
            async () =>
            {
                var open = await desk.LockOpenAsync(courseId, cancellationToken) ?? throw SubmissionDesk.NotFound(courseId, submissionId);
                open.RequireHeldBy(actor.UserId, clock.GetUtcNow());
                var change = await changes.FindAsync(courseId, submissionId, changeId, cancellationToken);
                change.Reopen(reason);
                await db.SaveChangesAsync(cancellationToken);
                return change;
            },
            cancellationToken
        );
}
