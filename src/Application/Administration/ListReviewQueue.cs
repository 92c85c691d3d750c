using ESchool.Data;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>A course that waits for review.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Title">Its title.</param>
/// <param name="InstructorId">Whose it is.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
public sealed record ReviewItem(Guid CourseId, string Title, Guid InstructorId, DateTimeOffset SubmittedAt);

/// <summary>Lists the courses that wait for review, the longest waiting first.</summary>
public sealed class ListReviewQueue(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<ReviewItem>> ExecuteAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var waiting = db.Courses.AsNoTracking().Where(c => c.State == CourseState.InReview && c.SubmittedAt != null);
        if (page.After is not null)
        {
            var fields = page.After.Split('/');
            var submittedAt = new DateTimeOffset(long.Parse(fields[0], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
            var id = Guid.Parse(fields[1]);
            waiting = waiting.Where(c => c.SubmittedAt > submittedAt || (c.SubmittedAt == submittedAt && c.Id > id));
        }

        var rows = await waiting
            .OrderBy(c => c.SubmittedAt)
            .ThenBy(c => c.Id)
            .Take(page.Size + 1)
            .Select(c => new ReviewItem(c.Id, c.Text.Title, c.InstructorId, c.SubmittedAt!.Value))
            .ToListAsync(cancellationToken);
        return Page<ReviewItem>.Of(rows, page.Size, item => $"{item.SubmittedAt.UtcTicks}/{item.CourseId}");
    }
}
