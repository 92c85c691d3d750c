using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain.Learning.Announcements;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Announcements;

/// <summary>
/// Sends an announcement to its students, some hundred at a time. A part is one transaction: its recipients, their feed events, the request for their mails, and
/// where to go on. Killed at any moment, what is done stays done, and the rest follows; nobody gets it twice.
/// </summary>
public sealed class SendAnnouncement(SchoolDbContext db, AnnouncementRecipients recipients, WorkOutbox outbox) : IHandle<AnnouncementWork>
{
    /// <summary>A transaction of some ten milliseconds; one job sends the mails of a part.</summary>
    public const int PartSize = 200;

    Task IHandle<AnnouncementWork>.HandleAsync(AnnouncementWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.AnnouncementId, cancellationToken);

    /// <summary>Sends what is left of it. One that was sent stays as it is.</summary>
    public async Task ExecuteAsync(Guid announcementId, CancellationToken cancellationToken)
    {
        while (await db.InTransactionAsync(() => SendPartAsync(announcementId, cancellationToken), cancellationToken))
        {
            // A job runs long; what was saved is not needed any more.
            db.ChangeTracker.Clear();
        }
    }

    /// <returns>False when nobody is left.</returns>
    private async Task<bool> SendPartAsync(Guid announcementId, CancellationToken cancellationToken)
    {
        // The announcement's row is the lock: a second run goes on behind the first one's part.
        var announcement = await db
            .Announcements.Where(a => a.Id == announcementId && a.State == AnnouncementState.Sending)
            .ForUpdate()
            .SingleOrDefaultAsync(cancellationToken);
        if (announcement is null)
        {
            return false;
        }

        // Whoever enrolled since it was published is not meant.
        var part = await recipients
            .Of(announcement.CourseId, announcement.Filter)
            .Where(e => e.Id > announcement.SentUpTo && e.CreatedAt <= announcement.PublishedAt)
            .OrderBy(e => e.Id)
            .Select(e => new { e.Id, e.StudentId })
            .Take(PartSize)
            .ToListAsync(cancellationToken);
        if (part.Count > 0)
        {
            var number = announcement.SendPart(part[^1].Id, part.Count);
            var happened = new AnnouncementPublished(announcement.CourseId, announcementId);
            db.AnnouncementRecipients.AddRange(part.Select(e => new AnnouncementRecipient(announcementId, e.StudentId, number)));
            outbox.Tell(part.Select(e => FeedEventWork.Of(e.StudentId, happened)));
            outbox.Add(new AnnouncementMailsWork(announcementId, number), $"{announcementId}:{number}");
        }

        if (part.Count < PartSize)
        {
            announcement.Finish();
        }

        await db.SaveChangesAsync(cancellationToken);
        return announcement.State == AnnouncementState.Sending;
    }
}
