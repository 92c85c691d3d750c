using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>Gives a submission back to the queue, for other reviewers.</summary>
public sealed class ReleaseSubmission(SchoolDbContext db, SubmissionDesk desk, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Gives it back. Of one that the reviewer does not have it changes nothing.</summary>
    /// <exception cref="DomainException"><c>SUBMISSION_NOT_FOUND</c>.</exception>
    public Task<SubmissionView> ExecuteAsync(Actor actor, Guid courseId, Guid submissionId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var submission = await desk.LockAsync(courseId, submissionId, cancellationToken);
                if (submission.Release(actor.UserId, clock.GetUtcNow()))
                {
                    audit.Note(actor, "submission.release", SubmissionDesk.NameOf(courseId, submissionId));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return new SubmissionView(submission, submission.HolderAt(clock.GetUtcNow()), IsForStaff: true);
            },
            cancellationToken
        );
}
