using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring;

/// <summary>Lists the caller's own courses, newest first.</summary>
public sealed class ListOwnCourses(SchoolDbContext db)
{
    /// <summary>Reads a page, without sections.</summary>
    public async Task<Page<Course>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Courses.AsNoTracking()
            .Where(c => c.InstructorId == actor.UserId && (page.AfterId == null || c.Id < page.AfterId))
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Course>.Of(rows, page.Size, c => c.Id.ToString());
    }
}
