using System.Globalization;
using ESchool.Data;
using ESchool.Domain.Catalog.Reviews;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews.Moderation;

/// <summary>A review that the staff have to look at.</summary>
/// <param name="View">The review.</param>
/// <param name="Reports">What was reported of it and is not settled, the first first; at most <see cref="ListReportedReviews.MostReports"/>.</param>
/// <param name="ReportCount">How much that is.</param>
public sealed record ReportedReview(ReviewView View, IReadOnlyList<ReviewReport> Reports, int ReportCount);

/// <summary>Lists the reviews that were reported or are held, the longest waiting first.</summary>
public sealed class ListReportedReviews(SchoolDbContext db)
{
    /// <summary>How many reports are shown of each.</summary>
    public const int MostReports = 20;

    /// <summary>Reads a page.</summary>
    public async Task<Page<ReportedReview>> ExecuteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var waiting = db.Reviews.Where(r => r.AttentionSince != null);
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var since = new DateTimeOffset(long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.Zero);
            var id = Guid.Parse(fields[1]);
            waiting = waiting.Where(r => r.AttentionSince > since || (r.AttentionSince == since && r.Id > id));
        }

        var first = waiting.OrderBy(r => r.AttentionSince).ThenBy(r => r.Id).Take(page.Size + 1);
        var rows = (await ReviewView.Of(db, first).ToListAsync(cancellationToken)).OrderBy(v => v.Review.AttentionSince).ThenBy(v => v.Review.Id).ToList();
        var ids = rows.ConvertAll(v => v.Review.Id);
        var open = db.ReviewReports.Where(r => ids.Contains(r.ReviewId) && r.SettledAt == null);
        var counts = await open.GroupBy(r => r.ReviewId).ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
        var reports = (
            await db
                .Reviews.Where(r => ids.Contains(r.Id))
                .SelectMany(r => open.Where(report => report.ReviewId == r.Id).OrderBy(report => report.CreatedAt).Take(MostReports))
                .AsNoTracking()
                .ToListAsync(cancellationToken)
        ).ToLookup(r => r.ReviewId);
        return Page<ReportedReview>.Of(
            rows.ConvertAll(v => new ReportedReview(v, [.. reports[v.Review.Id].OrderBy(r => r.CreatedAt)], counts.GetValueOrDefault(v.Review.Id))),
            page.Size,
            reported => $"{reported.View.Review.AttentionSince!.Value.UtcTicks}/{reported.View.Review.Id}"
        );
    }
}
