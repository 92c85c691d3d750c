using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Lists the caller's own courses, newest first.</summary>
public sealed class ListOwnCourses(SchoolDbContext db)
{
    /// <summary>Reads a page, without sections.</summary>
    /// <param name="actor">The instructor.</param>
    /// <param name="shelf">Which of them.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<Course>> ExecuteAsync(Actor actor, CourseShelf shelf, PageRequest page, CancellationToken cancellationToken)
    {
        var courses = shelf switch
        {
            CourseShelf.Archived => db.Courses.Where(c => c.DeletedAt == null && c.ArchivedAt != null),
            CourseShelf.Deleted => db.Courses.Where(c => c.DeletedAt != null),
            _ => db.Courses.Where(c => c.DeletedAt == null && c.ArchivedAt == null),
        };
        var rows = await courses
            .AsNoTracking()
            .Where(c => c.InstructorId == actor.UserId && (page.AfterId == null || c.Id < page.AfterId))
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Course>.Of(rows, page.Size, c => c.Id.ToString());
    }
}

/// <summary>Where an instructor's courses lie.</summary>
public enum CourseShelf
{
    /// <summary>What is worked on or sold.</summary>
    Active = 0,

    /// <summary>What was put away.</summary>
    Archived = 1,

    /// <summary>What was deleted and can be restored.</summary>
    Deleted = 2,
}
