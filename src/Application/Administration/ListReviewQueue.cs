using ESchool.Data;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Submissions;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration;

/// <summary>A course that waits for review.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Title">Its title.</param>
/// <param name="InstructorId">Whose it is.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Submission">Its submission.</param>
/// <param name="Holder">Who is at work on it; null for nobody.</param>
public sealed record ReviewItem(Guid CourseId, string Title, Guid InstructorId, DateTimeOffset SubmittedAt, CourseSubmission Submission, Guid? Holder);

/// <summary>Lists the courses that wait for review, the longest waiting first.</summary>
public sealed class ListReviewQueue(SchoolDbContext db, TimeProvider clock)
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

        var rows = await (
            from course in waiting
            join submission in db.CourseSubmissions.Where(s => s.State == SubmissionState.Open) on course.Id equals submission.CourseId
            orderby course.SubmittedAt, course.Id
            select new
            {
                course.Id,
                course.Text.Title,
                course.InstructorId,
                SubmittedAt = course.SubmittedAt!.Value,
                Submission = submission,
            }
        )
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var items = rows.ConvertAll(row => new ReviewItem(row.Id, row.Title, row.InstructorId, row.SubmittedAt, row.Submission, row.Submission.HolderAt(now)));
        return Page<ReviewItem>.Of(items, page.Size, item => $"{item.SubmittedAt.UtcTicks}/{item.CourseId}");
    }
}
