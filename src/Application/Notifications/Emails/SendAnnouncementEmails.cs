using ESchool.Application.Identity.Accounts;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails;

/// <summary>
/// Sends the mails of one part of an announcement. Each is settled once the server has taken it, so that a job that is killed goes on behind the last one; only
/// the mail that was on its way then may come twice. Two runs, of which one was thought dead, share the mails: each locks the one it sends.
/// </summary>
public sealed class SendAnnouncementEmails(SchoolDbContext db, MailSender mail, MailBudget budget, IOptions<PublicOptions> addresses, TimeProvider clock)
    : IHandle<AnnouncementMailsWork>
{
    /// <summary>Another run sends a mail no longer than that, or is gone.</summary>
    private static readonly TimeSpan PauseBesideAnother = TimeSpan.FromSeconds(10);

    Task IHandle<AnnouncementMailsWork>.HandleAsync(AnnouncementMailsWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.AnnouncementId, work.Part, cancellationToken);

    /// <summary>Sends those that are not settled. A mail that the server refuses keeps none behind it waiting.</summary>
    /// <param name="announcementId">The announcement.</param>
    /// <param name="part">The number of the part.</param>
    /// <param name="cancellationToken">Stops between two mails.</param>
    /// <exception cref="MailRefusedException">The server refused some; they are tried again.</exception>
    /// <exception cref="NotYetException">Another run sends the mails of this part.</exception>
    public async Task ExecuteAsync(Guid announcementId, int part, CancellationToken cancellationToken)
    {
        var announcement = await db.Announcements.AsNoTracking().SingleAsync(a => a.Id == announcementId, cancellationToken);
        var title = await db.Courses.Where(c => c.Id == announcement.CourseId).Select(c => c.Text.Title).SingleAsync(cancellationToken);
        var (last, refused) = (Guid.Empty, (MailRefusedException?)null);
        while (true)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await LockNextAsync(announcementId, part, last, cancellationToken) is not { } studentId)
            {
                break;
            }

            last = studentId;
            try
            {
                await SendAsync(announcement, title, studentId, cancellationToken);
                await SettleAsync(announcementId, studentId);
                await transaction.CommitAsync(CancellationToken.None);
            }
            catch (MailRefusedException refusal)
            {
                refused = refusal;
            }
        }

        if (refused is not null)
        {
            throw refused;
        }

        if (await Unsettled(announcementId, part).AnyAsync(cancellationToken))
        {
            throw new NotYetException("Another run sends a mail of this part.", PauseBesideAnother);
        }
    }

    private IQueryable<AnnouncementRecipient> Unsettled(Guid announcementId, int part) =>
        db.AnnouncementRecipients.Where(r => r.AnnouncementId == announcementId && r.Part == part && r.MailedAt == null);

    private Task<Guid?> LockNextAsync(Guid announcementId, int part, Guid after, CancellationToken cancellationToken) =>
        Unsettled(announcementId, part)
            .Where(r => r.StudentId > after)
            .OrderBy(r => r.StudentId)
            .ForUpdateSkipLocked()
            .Select(r => (Guid?)r.StudentId)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The mail is out: this is not stopped any more.</summary>
    private Task<int> SettleAsync(Guid announcementId, Guid studentId)
    {
        var now = clock.GetUtcNow();
        return db
            .AnnouncementRecipients.Where(r => r.AnnouncementId == announcementId && r.StudentId == studentId)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.MailedAt, now), CancellationToken.None);
    }

    /// <summary>Nothing goes to whom it is not meant for any more, or who has had many mails lately: they find it when they come back.</summary>
    private async Task SendAsync(Announcement announcement, string title, Guid studentId, CancellationToken cancellationToken)
    {
        var student = await db
            .Users.AsNoTracking()
            .Where(u => u.Id == studentId && u.ErasedAt == null && u.SuspendedAt == null)
            .Where(u => db.Enrollments.Any(e => e.CourseId == announcement.CourseId && e.StudentId == u.Id && e.State == EnrollmentState.Active))
            .SingleOrDefaultAsync(cancellationToken);
        if (student is null || !await budget.TakeAsync(student.EmailNormalized, MailRoom.Others, cancellationToken))
        {
            return;
        }

        await mail.SendAsync(
            new Mail(
                student.EmailNormalized,
                MailText.NameOf(student.DisplayName),
                MailText.LineOf($"{title}: {announcement.Subject}"),
                $"""
                {MailText.Greeting(student.DisplayName)}

                the authors of the course "{MailText.LineOf(title)}" write to its students:

                {MailText.WordsOf(announcement.Markdown)}

                The whole text, with its links: {new Uri(
                    addresses.Value.WebUrl,
                    $"announcements?name=courses/{announcement.CourseId}/announcements/{announcement.Id}"
                )}

                You get this because you are enrolled in the course.
                """
            ),
            cancellationToken
        );
    }
}
