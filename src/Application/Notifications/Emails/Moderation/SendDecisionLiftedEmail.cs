using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Emails.Moderation;

/// <summary>Tells a user that the effect of a decision has ended.</summary>
public sealed class SendDecisionLiftedEmail(SchoolDbContext db, MailSender mail) : IHandle<DecisionLiftedEmailWork>
{
    Task IHandle<DecisionLiftedEmailWork>.HandleAsync(DecisionLiftedEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.DecisionId, cancellationToken);

    /// <summary>Sends it; nothing to an account that was erased.</summary>
    public async Task ExecuteAsync(Guid decisionId, CancellationToken cancellationToken)
    {
        var row = await (
            from decision in db.ModerationDecisions.AsNoTracking()
            join user in db.Users on decision.PersonId equals user.Id
            where decision.Id == decisionId && user.ErasedAt == null
            select new
            {
                Decision = decision,
                user.EmailNormalized,
                user.DisplayName,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        var (decided, thing) = (row.Decision, ModerationTexts.ThingOf(row.Decision.Kind));
        var news = decided.IsReversed
            ? "We have looked at it again and found that our decision was wrong. We are sorry."
            : "What we have restricted is restricted no longer by that decision.";
        await mail.SendAsync(
            new Mail(
                row.EmailNormalized,
                MailText.NameOf(row.DisplayName),
                $"The decision about your {thing} is lifted",
                $"""
                {MailText.Greeting(row.DisplayName)}

                on {ModerationTexts.DayOf(decided.DecidedAt)} we decided about your {thing}. {news}

                {MailText.WordsOf(decided.LiftReason)}

                {decided.Target}, decisions/{decided.Id}
                """
            ),
            cancellationToken
        );
    }
}
