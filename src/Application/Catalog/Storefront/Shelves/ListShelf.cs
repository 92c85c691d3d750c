using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Shelves;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Storefront.Shelves;

/// <summary>A course on a shelf, for showing.</summary>
/// <param name="Shelved">The course.</param>
/// <param name="Title">The title of its newest version.</param>
/// <param name="Course">As it is on sale; null while it is not.</param>
public sealed record ShelfItem(ShelvedCourse Shelved, string Title, PublishedCourse? Course);

/// <summary>Lists the courses on a shelf of the caller's, the newest first, without those that they have by now.</summary>
public sealed class ListShelf(SchoolDbContext db, CoursesOnSale courses)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<ShelfItem>> ExecuteAsync(Actor actor, Shelf shelf, PageRequest page, CancellationToken cancellationToken)
    {
        var shelved = db.ShelvedCourses.AsNoTracking().Where(s => s.UserId == actor.UserId && s.Shelf == shelf);
        var had = db.Enrollments.Where(e => e.StudentId == actor.UserId && e.State == EnrollmentState.Active).Select(e => e.CourseId);
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var (placedAt, id) = (new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero), Guid.Parse(fields[1]));
            shelved = shelved.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.PlacedAt, s.CourseId), ValueTuple.Create(placedAt, id)));
        }

        var rows = await shelved
            .Where(s => !had.Contains(s.CourseId))
            .OrderByDescending(s => s.PlacedAt)
            .ThenByDescending(s => s.CourseId)
            .Take(page.Size + 1)
            .Select(s => new
            {
                Shelved = s,
                Title = db.CurriculumVersions.Where(v => v.CourseId == s.CourseId).OrderByDescending(v => v.Number).Select(v => v.Text.Title).First(),
            })
            .ToListAsync(cancellationToken);
        var onSale = await courses.FindAsync([.. rows.Select(r => r.Shelved.CourseId)], cancellationToken);
        return Page<ShelfItem>.Of(
            rows.ConvertAll(r => new ShelfItem(r.Shelved, r.Title, onSale.GetValueOrDefault(r.Shelved.CourseId))),
            page.Size,
            item => $"{item.Shelved.PlacedAt.UtcTicks}/{item.Shelved.CourseId}"
        );
    }
}
