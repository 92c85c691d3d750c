using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Shelves;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Storefront.Shelves;

/// <summary>Remembers which courses the caller looked at lately.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SeenCourses(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Remembers one, and forgets the oldest beyond what is kept.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task MarkAsync(Actor actor, Guid courseId, CancellationToken cancellationToken)
    {
        await RequireOnSaleAsync(db, courseId, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.shelved_courses (user_id, shelf, course_id, placed_at)
            VALUES ({actor.UserId}, {(int)Shelf.Seen}, {courseId}, {clock.GetUtcNow()})
            ON CONFLICT (user_id, shelf, course_id) DO UPDATE SET placed_at = excluded.placed_at
            """,
            cancellationToken
        );
        var kept = Own(actor).OrderByDescending(s => s.PlacedAt).ThenByDescending(s => s.CourseId).Take(ShelvedCourse.MostSeen).Select(s => s.CourseId);
        await Own(actor).Where(s => !kept.Contains(s.CourseId)).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Forgets them all.</summary>
    public Task ClearAsync(Actor actor, CancellationToken cancellationToken) => Own(actor).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Refuses a course that a visitor does not see.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    internal static async Task RequireOnSaleAsync(SchoolDbContext db, Guid courseId, CancellationToken cancellationToken)
    {
        if (!await db.Courses.AnyAsync(c => c.Id == courseId && c.PublishedVersion > 0, cancellationToken))
        {
            throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
        }
    }

    private IQueryable<ShelvedCourse> Own(Actor actor) => db.ShelvedCourses.Where(s => s.UserId == actor.UserId && s.Shelf == Shelf.Seen);
}
