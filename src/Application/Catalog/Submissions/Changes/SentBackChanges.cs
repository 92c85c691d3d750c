using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>
/// What authors see of requested changes: those of submissions that are decided. What was being written when a submission was taken back is nobody's wish.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SentBackChanges(SchoolDbContext db)
{
    /// <summary>The changes that were asked for of a course.</summary>
    public IQueryable<RequestedChange> Of(Guid courseId) =>
        from change in db.RequestedChanges
        where
            change.CourseId == courseId
            && db.CourseSubmissions.Any(s => s.Id == change.SubmissionId && s.State != SubmissionState.Open && s.State != SubmissionState.Withdrawn)
        select change;

    /// <summary>Finds one.</summary>
    /// <exception cref="DomainException"><c>REQUESTED_CHANGE_NOT_FOUND</c>.</exception>
    public async Task<RequestedChange> FindAsync(Guid courseId, Guid submissionId, Guid changeId, CancellationToken cancellationToken) =>
        await Of(courseId).SingleOrDefaultAsync(c => c.Id == changeId && c.SubmissionId == submissionId, cancellationToken)
        ?? throw ChangeDesk.NotFound(courseId, submissionId, changeId);
}
