using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Emails.Moderation;

/// <summary>Tells an appellant what was decided.</summary>
public sealed class SendAppealDecidedEmail(SchoolDbContext db, MailSender mail) : IHandle<AppealDecidedEmailWork>
{
    Task IHandle<AppealDecidedEmailWork>.HandleAsync(AppealDecidedEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.AppealId, cancellationToken);

    /// <summary>Sends it; nothing to an account that was erased.</summary>
    public async Task ExecuteAsync(Guid appealId, CancellationToken cancellationToken)
    {
        var row = await (
            from appeal in db.ModerationAppeals.AsNoTracking()
            join decision in db.ModerationDecisions on appeal.DecisionId equals decision.Id
            join user in db.Users on appeal.AppellantId equals user.Id
            where appeal.Id == appealId && user.ErasedAt == null
            select new
            {
                Appeal = appeal,
                decision.Kind,
                user.EmailNormalized,
                user.DisplayName,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        var decided = row.Appeal;
        var outcome = (decided.State, decided.IsByReporter) switch
        {
            (AppealState.Upheld, _) => "We have looked at it again, and our decision stays as it is.",
            (AppealState.Reversed, true) => "You are right: we will decide anew about what you have reported.",
            (AppealState.Reversed, false) => "You are right: our decision was wrong, and what it did is undone. We are sorry.",
            _ => throw new InvalidOperationException($"The appeal is {decided.State}."),
        };
        await mail.SendAsync(
            new Mail(
                row.EmailNormalized,
                MailText.NameOf(row.DisplayName),
                "Your appeal was decided",
                $"""
                {MailText.Greeting(row.DisplayName)}

                on {ModerationTexts.DayOf(decided.CreatedAt)} you appealed our decision about a {ModerationTexts.ThingOf(row.Kind)}.

                {outcome}

                {MailText.WordsOf(decided.Answer)}

                You may also turn to a court, or to a body that settles disputes out of court.

                appeals/{decided.Id}
                """
            ),
            cancellationToken
        );
    }
}
