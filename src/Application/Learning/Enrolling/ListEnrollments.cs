using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Enrolling;

/// <summary>Lists the caller's enrollments, newest first.</summary>
public sealed class ListEnrollments(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<EnrollmentView>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var own = db
            .Enrollments.Where(e => e.StudentId == actor.UserId && (page.AfterId == null || e.Id < page.AfterId))
            .OrderByDescending(e => e.Id)
            .Take(page.Size + 1);
        var rows = await EnrollmentViews.Of(db, own).ToListAsync(cancellationToken);
        return Page<EnrollmentView>.Of([.. rows.OrderByDescending(r => r.Enrollment.Id)], page.Size, r => r.Enrollment.Id.ToString());
    }
}
