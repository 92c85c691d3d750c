using ESchool.Application.Catalog.Authors;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Learning.Announcements;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Announcements;

/// <summary>An announcement as somebody sees it.</summary>
/// <param name="Announcement">The announcement.</param>
/// <param name="IsForAuthor">Whether whoever sees it works on the course, and may know to whom it went.</param>
public sealed record AnnouncementView(Announcement Announcement, bool IsForAuthor);

/// <summary>Lists the announcements of a course: all of them to those who work on it, to its students those they got.</summary>
public sealed class ListAnnouncements(SchoolDbContext db, CourseAuthors authors)
{
    /// <summary>Reads a page, newest first.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_FOUND</c>: also for whoever neither works on it nor was ever enrolled.</exception>
    public async Task<Page<AnnouncementView>> ExecuteAsync(Actor actor, Guid courseId, PageRequest page, CancellationToken cancellationToken)
    {
        var course = await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == courseId && c.DeletedAt == null, cancellationToken);
        var isAuthor = course is not null && await authors.RoleAsync(actor, course, cancellationToken) is not null;
        if (!isAuthor && !await db.Enrollments.AnyAsync(e => e.CourseId == courseId && e.StudentId == actor.UserId, cancellationToken))
        {
            throw CourseAuthors.NotFound(courseId);
        }

        var meant = db.Announcements.AsNoTracking().Where(a => a.CourseId == courseId);
        if (!isAuthor)
        {
            meant = meant.Where(a => db.AnnouncementRecipients.Any(r => r.AnnouncementId == a.Id && r.StudentId == actor.UserId));
        }

        var rows = await meant
            .Where(a => page.AfterId == null || a.Id < page.AfterId)
            .OrderByDescending(a => a.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<AnnouncementView>.Of(rows.ConvertAll(a => new AnnouncementView(a, isAuthor)), page.Size, view => view.Announcement.Id.ToString());
    }
}
