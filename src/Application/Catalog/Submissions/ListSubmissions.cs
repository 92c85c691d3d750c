using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Submissions;

/// <summary>Lists the submissions of a course, the newest first: how it came to be as it is.</summary>
public sealed class ListSubmissions(SchoolDbContext db, SubmissionReaders readers, TimeProvider clock)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>.</exception>
    public async Task<Page<SubmissionView>> ExecuteAsync(Actor actor, Guid courseId, PageRequest page, CancellationToken cancellationToken)
    {
        var isForStaff = await readers.IsForStaffAsync(actor, courseId, cancellationToken);
        var rows = await db
            .CourseSubmissions.AsNoTracking()
            .Where(s => s.CourseId == courseId && (page.AfterId == null || s.Id < page.AfterId))
            .OrderByDescending(s => s.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return Page<SubmissionView>.Of(rows.ConvertAll(s => new SubmissionView(s, s.HolderAt(now), isForStaff)), page.Size, row => $"{row.Submission.Id}");
    }
}
