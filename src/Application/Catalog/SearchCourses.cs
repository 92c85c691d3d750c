using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace ESchool.Application.Catalog;

/// <summary>Searches the courses on sale; without words it lists the newest.</summary>
public sealed class SearchCourses(SchoolDbContext db)
{
    /// <summary>Reads a page, best match first.</summary>
    /// <param name="query">Words as people type them into a search box; may be empty.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<PublishedCourse>> ExecuteAsync(string query, PageRequest page, CancellationToken cancellationToken)
    {
        var onSale = from version in db.CurriculumVersions.AsNoTracking()
                     join course in db.Courses on version.CourseId equals course.Id
                     where version.Number == course.PublishedVersion
                     select new { version, course.PriceMinorUnits, course.PriceCurrency };
        if (string.IsNullOrWhiteSpace(query))
        {
            var newest = await onSale
                .Where(row => page.AfterId == null || row.version.Id < page.AfterId)
                .OrderByDescending(row => row.version.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
            return Page<PublishedCourse>.Of(
                newest.ConvertAll(row => new PublishedCourse(row.version, new Money(row.PriceMinorUnits!.Value, row.PriceCurrency!))),
                page.Size, course => course.Version.Id.ToString());
        }

        var ranked = onSale
            .Where(row => EF.Property<NpgsqlTsVector>(row.version, "Search").Matches(EF.Functions.WebSearchToTsQuery("english", query)))
            .Select(row => new { row.version, row.PriceMinorUnits, row.PriceCurrency, rank = EF.Property<NpgsqlTsVector>(row.version, "Search").Rank(EF.Functions.WebSearchToTsQuery("english", query)) });
        if (page.After is not null)
        {
            // The key is the rank's exact bits and the id: equal ranks are told apart, and none is skipped or shown twice.
            var fields = page.After.Split('/');
            var rank = BitConverter.Int32BitsToSingle(int.Parse(fields[0], CultureInfo.InvariantCulture));
            var id = Guid.Parse(fields[1]);
            ranked = ranked.Where(row => row.rank < rank || (row.rank == rank && row.version.Id < id));
        }

        var rows = await ranked.OrderByDescending(row => row.rank).ThenByDescending(row => row.version.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        var cut = Page<int>.Of([.. Enumerable.Range(0, rows.Count)], page.Size, i => $"{BitConverter.SingleToInt32Bits(rows[i].rank)}/{rows[i].version.Id}");
        return new Page<PublishedCourse>([.. cut.Items.Select(i => new PublishedCourse(rows[i].version, new Money(rows[i].PriceMinorUnits!.Value, rows[i].PriceCurrency!)))], cut.Next);
    }
}
