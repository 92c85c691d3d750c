using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authoring.Courses;

/// <summary>Lists the courses that the caller works on, newest first. Deleted ones only to their owner.</summary>
public sealed class ListOwnCourses(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>Reads a page, without sections.</summary>
    /// <param name="actor">The author.</param>
    /// <param name="shelf">Which of them.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<AuthoredCourse>> ExecuteAsync(Actor actor, CourseShelf shelf, PageRequest page, CancellationToken cancellationToken)
    {
        var courses = authors.CoursesOf(actor.UserId);
        courses = shelf switch
        {
            CourseShelf.Archived => courses.Where(c => c.DeletedAt == null && c.ArchivedAt != null),
            CourseShelf.Deleted => courses.Where(c => c.DeletedAt != null && c.InstructorId == actor.UserId),
            _ => courses.Where(c => c.DeletedAt == null && c.ArchivedAt == null),
        };
        if (!actor.Roles.HasFlag(Roles.Instructor))
        {
            courses = courses.Where(c => c.InstructorId != actor.UserId);
        }

        var rows = await courses
            .AsNoTracking()
            .Where(c => page.AfterId == null || c.Id < page.AfterId)
            .OrderByDescending(c => c.Id)
            .Take(page.Size + 1)
            .Select(c => new AuthoredCourse(
                c,
                c.InstructorId == actor.UserId
                    ? AuthorRole.Owner
                    : db.CoAuthors.Where(a => a.CourseId == c.Id && a.UserId == actor.UserId).Select(a => a.Role).FirstOrDefault()
            ))
            .ToListAsync(cancellationToken);
        return Page<AuthoredCourse>.Of(rows, page.Size, authored => authored.Course.Id.ToString());
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
