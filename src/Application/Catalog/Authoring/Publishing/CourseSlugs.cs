using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Slugs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authoring.Publishing;

/// <summary>Gives courses the addresses of their pages. An address that a course once had stays its own.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseSlugs(SchoolDbContext db, TimeProvider clock)
{
    private const int Numbered = 5;

    /// <summary>Gives a course that is being published the slug of its title. Of several with one title each gets a number; the caller saves.</summary>
    public async Task AssignAsync(Course course, CancellationToken cancellationToken)
    {
        if (Slug.IsOf(course.Slug, course.Text.Title))
        {
            return;
        }

        var wanted = Slug.Of(course.Text.Title);
        string[] candidates = [wanted, .. Enumerable.Range(2, Numbered).Select(n => $"{wanted}-{n}"), $"{wanted}-{course.Id:n}"];
        foreach (var candidate in candidates)
        {
            // Of two courses that want it at once the second waits here, and then finds it taken.
            var taken = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO catalog.course_slugs AS s (slug, course_id, created_at) VALUES ({candidate}, {course.Id}, {clock.GetUtcNow()})
                ON CONFLICT (slug) DO UPDATE SET created_at = excluded.created_at WHERE s.course_id = excluded.course_id
                """,
                cancellationToken
            );
            if (taken > 0)
            {
                course.TakeSlug(candidate);
                return;
            }
        }
    }
}
