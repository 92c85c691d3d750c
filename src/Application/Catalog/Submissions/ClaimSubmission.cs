using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>Gives a submission to a reviewer for half an hour, in which nobody else decides it; again, for another half hour.</summary>
public sealed class ClaimSubmission(SchoolDbContext db, SubmissionDesk desk, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Claims it. Of reviewers at the same time one has it.</summary>
    /// <param name="actor">The reviewer.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="submissionId">The submission.</param>
    /// <param name="takeoverNote">Why it is taken from a reviewer who is at work on it; empty to leave it to them.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException"><c>SUBMISSION_NOT_FOUND</c>, <c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_OWN</c>.</exception>
    public Task<SubmissionView> ExecuteAsync(Actor actor, Guid courseId, Guid submissionId, string takeoverNote, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var now = clock.GetUtcNow();
                var submission = await desk.LockAsync(courseId, submissionId, cancellationToken);
                await desk.RequireNoAuthorAsync(actor, courseId, cancellationToken);
                var isRenewal = submission.HolderAt(now) == actor.UserId;
                var holder = submission.Claim(actor.UserId, takeoverNote, now);
                if (!isRenewal)
                {
                    audit.Note(
                        actor,
                        holder is null ? "submission.claim" : "submission.take_over",
                        SubmissionDesk.NameOf(courseId, submissionId),
                        before: holder is null ? null : new { reviewer = $"users/{holder}" },
                        after: holder is null ? null : new { note = submission.TakeoverNote }
                    );
                }

                await db.SaveChangesAsync(cancellationToken);
                return new SubmissionView(submission, submission.HolderAt(clock.GetUtcNow()), IsForStaff: true);
            },
            cancellationToken
        );
}
