using ESchool.Data;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Instructors.Applications;

/// <summary>Lists applications that were handed in, for staff, oldest first; drafts are their applicants' own.</summary>
public sealed class ListApplications(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    /// <param name="state">Only applications in this state; null means all.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<InstructorApplication>> ExecuteAsync(ApplicationState? state, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .InstructorApplications.AsNoTracking()
            .Where(a => a.Submissions > 0 && (state == null || a.State == state))
            .Where(a => page.AfterId == null || a.Id > page.AfterId)
            .OrderBy(a => a.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<InstructorApplication>.Of(rows, page.Size, a => a.Id.ToString());
    }
}
