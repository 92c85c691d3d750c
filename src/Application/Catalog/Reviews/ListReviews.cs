using System.Globalization;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>Which reviews come first.</summary>
public enum ReviewOrder
{
    /// <summary>The newest.</summary>
    Newest = 1,

    /// <summary>Those that more people found helpful than not; of equals, the newest.</summary>
    MostHelpful = 2,
}

/// <summary>Lists the reviews of a course that everybody sees.</summary>
public sealed class ListReviews(SchoolDbContext db)
{
    /// <summary>Reads a page. A vote that comes between two pages may move a review from one to the other.</summary>
    /// <param name="courseId">The course, which must be on sale.</param>
    /// <param name="stars">Only those with as many stars; null for all.</param>
    /// <param name="order">Which come first.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Page<ReviewView>> ExecuteAsync(Guid courseId, int? stars, ReviewOrder order, PageRequest page, CancellationToken cancellationToken)
    {
        if (!await db.Courses.AnyAsync(c => c.Id == courseId && c.PublishedVersion > 0, cancellationToken))
        {
            throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{courseId}"));
        }

        var reviews = db.Reviews.Where(r => r.CourseId == courseId && r.State == ReviewState.Visible);
        if (stars is { } wanted)
        {
            reviews = reviews.Where(r => r.Stars == wanted);
        }

        return order == ReviewOrder.MostHelpful
            ? await MostHelpfulAsync(reviews, page, cancellationToken)
            : await NewestAsync(reviews, page, cancellationToken);
    }

    private async Task<Page<ReviewView>> NewestAsync(IQueryable<Review> reviews, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var (createdAt, id) = (new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero), Guid.Parse(fields[1]));
            reviews = reviews.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(createdAt, id)));
        }

        var newest = reviews.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).Take(page.Size + 1);
        var rows = await ReviewView.Of(db, newest).ToListAsync(cancellationToken);
        return Page<ReviewView>.Of(
            [.. rows.OrderByDescending(v => v.Review.CreatedAt).ThenByDescending(v => v.Review.Id)],
            page.Size,
            v => $"{v.Review.CreatedAt.UtcTicks}/{v.Review.Id}"
        );
    }

    private async Task<Page<ReviewView>> MostHelpfulAsync(IQueryable<Review> reviews, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var (helpfulness, id) = (int.Parse(fields[0], CultureInfo.InvariantCulture), Guid.Parse(fields[1]));
            reviews = reviews.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.Helpfulness, r.Id), ValueTuple.Create(helpfulness, id)));
        }

        var best = reviews.OrderByDescending(r => r.Helpfulness).ThenByDescending(r => r.Id).Take(page.Size + 1);
        var rows = await ReviewView.Of(db, best).ToListAsync(cancellationToken);
        return Page<ReviewView>.Of(
            [.. rows.OrderByDescending(v => v.Review.Helpfulness).ThenByDescending(v => v.Review.Id)],
            page.Size,
            v => $"{v.Review.Helpfulness}/{v.Review.Id}"
        );
    }
}
