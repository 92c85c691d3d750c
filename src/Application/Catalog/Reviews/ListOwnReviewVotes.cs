using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Reviews;

/// <summary>What somebody did about a review.</summary>
/// <param name="ReviewId">The review.</param>
/// <param name="IsHelpful">How they voted; null for not at all.</param>
/// <param name="IsReported">Whether they reported it.</param>
public sealed record OwnReviewVote(Guid ReviewId, bool? IsHelpful, bool IsReported);

/// <summary>Lists what the caller did about the reviews of a course, the newest review first.</summary>
public sealed class ListOwnReviewVotes(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<OwnReviewVote>> ExecuteAsync(Actor actor, Guid courseId, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db
            .Reviews.Where(r => r.CourseId == courseId && (page.AfterId == null || r.Id < page.AfterId))
            .Select(r => new
            {
                r.Id,
                IsHelpful = db.ReviewVotes.Where(v => v.ReviewId == r.Id && v.UserId == actor.UserId).Select(v => (bool?)v.IsHelpful).SingleOrDefault(),
                IsReported = db.ReviewReports.Any(report => report.ReviewId == r.Id && report.UserId == actor.UserId),
            })
            .Where(r => r.IsHelpful != null || r.IsReported)
            .OrderByDescending(r => r.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<OwnReviewVote>.Of([.. rows.Select(r => new OwnReviewVote(r.Id, r.IsHelpful, r.IsReported))], page.Size, vote => vote.ReviewId.ToString());
    }
}
