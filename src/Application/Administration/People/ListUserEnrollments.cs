using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.People;

/// <summary>Lists a user's enrollments for staff, the newest first.</summary>
public sealed class ListUserEnrollments(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>: also for an erased user.</exception>
    public async Task<Page<EnrollmentRow>> ExecuteAsync(Guid userId, PageRequest page, CancellationToken cancellationToken)
    {
        await Accounts.FindAsync(db, userId, cancellationToken);
        var rows = await EnrollmentRow.NewestOf(db, userId, page.AfterId, page.Size + 1).ToListAsync(cancellationToken);
        return Page<EnrollmentRow>.Of(rows, page.Size, row => row.Id.ToString());
    }
}
