using ESchool.Application.Catalog.Authors;
using ESchool.Application.Days;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>The ratings of a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Counts">How many give one to five stars.</param>
/// <param name="Until">All until the end of the day.</param>
public sealed record RatingDay(ZoneDay Day, IReadOnlyList<int> Counts, CourseRating Until);

/// <summary>How a rating came to be.</summary>
/// <param name="Before">The ratings of before the first day.</param>
/// <param name="Days">The days on which ratings were given, in their order.</param>
public sealed record RatingReport(CourseRating Before, IReadOnlyList<RatingDay> Days);

/// <summary>Says how the rating of a course came to be. A rating is where its stars were given last, and only while it counts, so all days sum to the rating.</summary>
public sealed class ReportRatings(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>A report has at most so many days: a leap year.</summary>
    public const int MaximumDays = 366;

    /// <summary>Reads it.</summary>
    /// <param name="actor">An author of the course.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="days">Which days, one after the other; at most <see cref="MaximumDays"/>.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<RatingReport> ExecuteAsync(Actor actor, Guid courseId, IReadOnlyList<ZoneDay> days, CancellationToken cancellationToken)
    {
        await authors.FindAsync(actor, courseId, AuthorRole.Assistant, cancellationToken);
        var (from, until) = (days[0].From, days[^1].Until);
        var counted = db.Reviews.Where(r => r.CourseId == courseId && r.State == ReviewState.Visible);
        var before = await counted
            .Where(r => r.RatedAt < from)
            .GroupBy(r => r.Stars)
            .Select(group => new { Stars = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var given = await counted
            .Where(r => r.RatedAt >= from && r.RatedAt < until)
            .OrderBy(r => r.RatedAt)
            .Select(r => new { r.RatedAt, r.Stars })
            .ToListAsync(cancellationToken);
        var (total, report) = (new int[Review.MostStars], new List<RatingDay>());
        before.ForEach(group => total[group.Stars - 1] = group.Count);
        var rating = RatingOf(courseId, total);
        var next = 0;
        foreach (var day in days)
        {
            var counts = new int[Review.MostStars];
            for (; next < given.Count && given[next].RatedAt < day.Until; next++)
            {
                counts[given[next].Stars - 1]++;
                total[given[next].Stars - 1]++;
            }

            if (counts.Any(count => count > 0))
            {
                report.Add(new RatingDay(day, counts, RatingOf(courseId, total)));
            }
        }

        return new RatingReport(rating, report);
    }

    private static CourseRating RatingOf(Guid courseId, int[] counts) => new(courseId, counts[0], counts[1], counts[2], counts[3], counts[4]);
}
