using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>Writes down something that is to be changed. The authors see it when the submission is decided.</summary>
public sealed class RequestChange(SchoolDbContext db, ChangeDesk desk, TimeProvider clock)
{
    /// <summary>Writes it down.</summary>
    /// <exception cref="DomainException">
    /// <c>SUBMISSION_NOT_FOUND</c>, <c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_NOT_CLAIMED</c>, <c>LESSON_NOT_FOUND</c>,
    /// <c>LESSON_POSITION_INVALID</c>, <c>REQUESTED_CHANGES_FULL</c>.
    /// </exception>
    public Task<RequestedChange> ExecuteAsync(Actor actor, Guid courseId, Guid submissionId, ChangeWish wish, CancellationToken cancellationToken) =>
        desk.WriteAsync(
            actor,
            courseId,
            submissionId,
            async submission =>
            {
                await desk.RequirePlaceAsync(courseId, wish, cancellationToken);
                if (await db.RequestedChanges.CountAsync(c => c.SubmissionId == submissionId, cancellationToken) >= RequestedChange.MostPerSubmission)
                {
                    throw new DomainException(
                        SubmissionReasons.RequestedChangesFull,
                        "A review asks for at most {maximum} changes.",
                        ("maximum", RequestedChange.MostPerSubmission)
                    );
                }

                return db.RequestedChanges.Add(new RequestedChange(submission, actor.UserId, wish, clock.GetUtcNow())).Entity;
            },
            cancellationToken
        );
}
