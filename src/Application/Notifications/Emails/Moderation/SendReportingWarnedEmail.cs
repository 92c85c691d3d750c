using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Emails.Moderation;

/// <summary>Warns a user whose reports were found unfounded several times, and says when they may report again.</summary>
public sealed class SendReportingWarnedEmail(SchoolDbContext db, MailSender mail) : IHandle<ReportingWarnedEmailWork>
{
    Task IHandle<ReportingWarnedEmailWork>.HandleAsync(ReportingWarnedEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.UserId, work.Unfounded, work.PausedUntil, cancellationToken);

    /// <summary>Sends it; nothing to an account that was erased.</summary>
    public async Task ExecuteAsync(Guid userId, int unfounded, DateTimeOffset? pausedUntil, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.ErasedAt == null, cancellationToken);
        if (user is null)
        {
            return;
        }

        var consequence = pausedUntil is { } until
            ? $"You can report again from {ModerationTexts.DayOf(until)} on. What is urgent and against the law you can still tell us by mail."
            : $"From {ReportingRecord.PausedAt} on you could not report for {ReportingRecord.Pause.Days} days.";
        await mail.SendAsync(
            new Mail(
                user.EmailNormalized,
                MailText.NameOf(user.DisplayName),
                "About your reports",
                $"""
                {MailText.Greeting(user.DisplayName)}

                of your reports in the last {ReportingRecord.Memory.Days} days, {unfounded} were found to have no ground at all. Reports keep the school a good
                place; those without any ground keep us from what matters.

                {consequence}

                If you think that a decision was wrong, you can appeal it among your reports.
                """
            ),
            cancellationToken
        );
    }
}
