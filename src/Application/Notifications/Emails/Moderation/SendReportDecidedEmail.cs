using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails.Moderation;

/// <summary>Tells a reporter what was decided.</summary>
public sealed class SendReportDecidedEmail(SchoolDbContext db, MailSender mail, IOptions<PublicOptions> addresses) : IHandle<ReportDecidedEmailWork>
{
    Task IHandle<ReportDecidedEmailWork>.HandleAsync(ReportDecidedEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.ReportId, work.DecisionId, cancellationToken);

    /// <summary>Sends it; nothing to an account that was erased.</summary>
    public async Task ExecuteAsync(Guid reportId, Guid decisionId, CancellationToken cancellationToken)
    {
        var row = await (
            from report in db.ModerationReports
            join user in db.Users on report.ReporterId equals user.Id
            join decision in db.ModerationDecisions on decisionId equals decision.Id
            where report.Id == reportId && user.ErasedAt == null
            select new
            {
                report.CreatedAt,
                decision.Act,
                decision.Kind,
                decision.AppealUntil,
                user.EmailNormalized,
                user.DisplayName,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        var appeal =
            row.Act == ModerationAct.None
                ? $"If you think that this is wrong, you can appeal until {ModerationTexts.DayOf(row.AppealUntil)}, once and free of charge:"
                : "Whom it concerns does not learn who reported it. Your report:";
        await mail.SendAsync(
            new Mail(
                row.EmailNormalized,
                MailText.NameOf(row.DisplayName),
                "Your report was decided",
                $"""
                {MailText.Greeting(row.DisplayName)}

                on {ModerationTexts.DayOf(row.CreatedAt)} you reported a {ModerationTexts.ThingOf(row.Kind)}. Thank you. People have looked at it; nothing of
                it was decided by a machine.

                {ModerationTexts.OutcomeOf(row.Act)}

                {appeal}

                {new Uri(addresses.Value.WebUrl, $"reports?name=reports/{reportId}")}
                """
            ),
            cancellationToken
        );
    }
}
