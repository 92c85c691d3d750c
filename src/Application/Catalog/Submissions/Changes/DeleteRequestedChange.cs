using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>Asks for a change no more, before the submission is decided.</summary>
public sealed class DeleteRequestedChange(SchoolDbContext db, ChangeDesk desk)
{
    /// <summary>Deletes it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException">
    /// <c>SUBMISSION_NOT_FOUND</c>, <c>SUBMISSION_DECIDED</c>, <c>SUBMISSION_CLAIMED</c>, <c>SUBMISSION_NOT_CLAIMED</c>.
    /// </exception>
    public Task ExecuteAsync(Actor actor, Guid courseId, Guid submissionId, Guid changeId, CancellationToken cancellationToken) =>
        desk.WriteAsync(
            actor,
            courseId,
            submissionId,
            _ => db.RequestedChanges.Where(c => c.Id == changeId && c.SubmissionId == submissionId).ExecuteDeleteAsync(cancellationToken),
            cancellationToken
        );
}
