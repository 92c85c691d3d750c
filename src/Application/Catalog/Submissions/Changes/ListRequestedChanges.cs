using ESchool.Domain;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Submissions.Changes;

/// <summary>Lists what was asked for in all submissions of a course, the oldest first.</summary>
public sealed class ListRequestedChanges(SubmissionReaders readers)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Page<RequestedChange>> ExecuteAsync(
        Actor actor,
        Guid courseId,
        Guid? submissionId,
        bool isOpen,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var isForStaff = await readers.IsForStaffAsync(actor, courseId, cancellationToken);
        var rows = await readers
            .ChangesOf(courseId, isForStaff)
            .Where(c => submissionId == null || c.SubmissionId == submissionId)
            .Where(c => !isOpen || c.ResolvedAt == null)
            .Where(c => page.AfterId == null || c.Id > page.AfterId)
            .OrderBy(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<RequestedChange>.Of(rows, page.Size, change => change.Id.ToString());
    }
}
