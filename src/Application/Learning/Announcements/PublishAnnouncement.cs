using ESchool.Application.Catalog.Authors;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Learning.Announcements;

/// <summary>Tells the students of a course something. It goes out in the background (<see cref="SendAnnouncement"/>).</summary>
public sealed class PublishAnnouncement(
    SchoolDbContext db,
    CourseAuthors authors,
    AnnouncementRecipients recipients,
    WorkOutbox outbox,
    IOptions<AnnouncementOptions> options,
    TimeProvider clock
)
{
    /// <summary>Saves it, with the request to send it.</summary>
    /// <param name="actor">The owner or an editor.</param>
    /// <param name="courseId">The course.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="markdown">The text.</param>
    /// <param name="filter">Which students, besides that they may learn.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_NOT_FOUND</c>, <c>AUTHOR_ROLE_MISSING</c>, <c>ANNOUNCEMENTS_EXHAUSTED</c>, <c>ANNOUNCEMENT_WITHOUT_RECIPIENTS</c>.
    /// </exception>
    public Task<Announcement> ExecuteAsync(
        Actor actor,
        Guid courseId,
        string subject,
        string markdown,
        StudentFilter filter,
        CancellationToken cancellationToken
    ) =>
        db.InTransactionAsync(
            async () =>
            {
                // The course's row is the lock: of two at once, the second counts the first.
                await db.Courses.Where(c => c.Id == courseId).ForNoKeyUpdate().LockAsync(cancellationToken);
                await authors.FindAsync(actor, courseId, AuthorRole.Editor, cancellationToken);
                await RequireBudgetAsync(courseId, cancellationToken);
                var count = await recipients.Of(courseId, filter).CountAsync(cancellationToken);
                if (count == 0)
                {
                    throw new DomainException(
                        LearningReasons.AnnouncementWithoutRecipients,
                        "No student of {course} would get it.",
                        ("course", $"courses/{courseId}")
                    );
                }

                var announcement = new Announcement(courseId, actor.UserId, subject, markdown, filter, count, clock.GetUtcNow());
                db.Announcements.Add(announcement);
                outbox.Add(new AnnouncementWork(announcement.Id), announcement.Id.ToString());
                await db.SaveChangesAsync(cancellationToken);
                return announcement;
            },
            cancellationToken
        );

    private async Task RequireBudgetAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var (remaining, retryAfter) = await recipients.BudgetAsync(courseId, cancellationToken);
        if (remaining <= 0)
        {
            throw new DomainException(
                LearningReasons.AnnouncementsExhausted,
                "The students of {course} may get {maximum} announcements within 24 hours.",
                ("course", $"courses/{courseId}"),
                ("maximum", options.Value.PerCourseAndDay)
            )
            {
                RetryAfter = retryAfter,
            };
        }
    }
}
