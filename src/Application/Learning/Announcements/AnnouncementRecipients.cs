using ESchool.Application.Learning.Students;
using ESchool.Data;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Learning.Announcements;

/// <summary>Whom an announcement reaches, and how many more a course may have.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class AnnouncementRecipients(SchoolDbContext db, Roster roster, IOptions<AnnouncementOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Those of the students who fit that may learn, and whose account can be used.</summary>
    public IQueryable<Enrollment> Of(Guid courseId, StudentFilter filter) =>
        roster
            .Of(courseId, filter)
            .Where(e => e.State == EnrollmentState.Active && db.Users.Any(u => u.Id == e.StudentId && u.ErasedAt == null && u.SuspendedAt == null));

    /// <summary>How many may be published now, and when the next may come if none may.</summary>
    public async Task<(int Remaining, TimeSpan RetryAfter)> BudgetAsync(Guid courseId, CancellationToken cancellationToken)
    {
        // Ids tell when they were made: the day's announcements are the last rows of the index.
        var (maximum, now) = (options.Value.PerCourseAndDay, clock.GetUtcNow());
        var since = now - Day;
        var latest = await db
            .Announcements.Where(a => a.CourseId == courseId)
            .OrderByDescending(a => a.Id)
            .Select(a => a.PublishedAt)
            .Take(maximum)
            .ToListAsync(cancellationToken);
        var counted = latest.Where(at => at > since).ToList();
        return (maximum - counted.Count, counted.Count < maximum ? TimeSpan.Zero : counted[^1] + Day - now);
    }
}
