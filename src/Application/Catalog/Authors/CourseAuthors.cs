using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authors;

/// <summary>A course, and what the caller may do with it.</summary>
/// <param name="Course">The course.</param>
/// <param name="Role">What the caller may do.</param>
public sealed record AuthoredCourse(Course Course, AuthorRole Role);

/// <summary>Who may do what with a course.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseAuthors(SchoolDbContext db)
{
    /// <summary>The courses that a user works on, as owner or with others.</summary>
    public IQueryable<Course> CoursesOf(Guid userId) =>
        db.Courses.Where(c => c.InstructorId == userId || db.CoAuthors.Any(a => a.CourseId == c.Id && a.UserId == userId));

    /// <summary>
    /// What a user may do with a course; null when they do not work on it. Whoever is no instructor any more has lost what they own, and not what they were
    /// invited to.
    /// </summary>
    public async Task<AuthorRole?> RoleAsync(Actor actor, Course course, CancellationToken cancellationToken) =>
        course.InstructorId == actor.UserId
            ? actor.Roles.HasFlag(Roles.Instructor)
                ? AuthorRole.Owner
                : null
            : await db
                .CoAuthors.Where(a => a.CourseId == course.Id && a.UserId == actor.UserId)
                .Select(a => (AuthorRole?)a.Role)
                .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Refuses who may do less with the course.</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="course">The course.</param>
    /// <param name="least">What it takes.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>What they may do.</returns>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<AuthorRole> RequireAsync(Actor actor, Course course, AuthorRole least, CancellationToken cancellationToken)
    {
        var role = await RoleAsync(actor, course, cancellationToken) ?? throw NotFound(course.Id);
        if (role < least)
        {
            throw new DomainException(
                AuthorReasons.AuthorRoleMissing,
                "In {course} this takes the role {role}.",
                ("course", $"courses/{course.Id}"),
                ("role", least)
            );
        }

        return role;
    }

    /// <summary>Finds a course that the caller works on, without its curriculum, and what they may do with it.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<AuthoredCourse> FindAsync(Actor actor, Guid courseId, AuthorRole least, CancellationToken cancellationToken)
    {
        var course =
            await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == courseId && c.DeletedAt == null, cancellationToken) ?? throw NotFound(courseId);
        return new AuthoredCourse(course, await RequireAsync(actor, course, least, cancellationToken));
    }

    /// <summary>Locks a course's row for its owner, so that its authors change one after the other.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>.</exception>
    public async Task<Course> LockOwnAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        var course =
            await CoursesOf(actor.UserId).Where(c => c.Id == courseId && c.DeletedAt == null).ForNoKeyUpdate().SingleOrDefaultAsync(cancellationToken)
            ?? throw NotFound(courseId);
        await RequireAsync(actor, course, AuthorRole.Owner, cancellationToken);
        return course;
    }

    /// <summary>The refusal for a course that is not there, or not the caller's.</summary>
    internal static DomainException NotFound(Guid courseId) =>
        new(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
}
