using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Administration.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails.Moderation;

/// <summary>
/// Tells whom a decision concerns what was decided and why, and how to appeal: also who is suspended and cannot sign in, therefore with a token. It names no
/// reporter.
/// </summary>
public sealed class SendStatementOfReasonsEmail(SchoolDbContext db, MailSender mail, SealedTokens tokens, IOptions<PublicOptions> addresses)
    : IHandle<StatementOfReasonsEmailWork>
{
    Task IHandle<StatementOfReasonsEmailWork>.HandleAsync(StatementOfReasonsEmailWork work, CancellationToken cancellationToken) =>
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
                Title = decision.Kind == TargetKind.Course
                    ? db.Courses.Where(c => decision.Target == "courses/" + c.Id.ToString()).Select(c => c.Text.Title).FirstOrDefault()
                    : null,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        var (decided, thing) = (row.Decision, ModerationTexts.ThingOf(row.Decision.Kind));
        var token = tokens.Create(AppealToken.Purpose, new AppealToken(decided.Id, decided.PersonId));
        await mail.SendAsync(
            new Mail(
                row.EmailNormalized,
                MailText.NameOf(row.DisplayName),
                $"A decision about your {thing}",
                $"""
                {MailText.Greeting(row.DisplayName)}

                we have decided about your {thing}{(row.Title is { } title ? $" \"{MailText.LineOf(title)}\"" : "")}.

                {ModerationTexts.ActOf(decided)}

                Why: {MailText.WordsOf(decided.Facts)}

                {ModerationTexts.GroundOf(decided)}

                How we came to know: {(decided.Origin == CaseOrigin.Report ? "it was reported to us" : "we found it ourselves")}. No automated means were used,
                neither to find it nor to decide: people looked at it.

                {(decided.Restricts ? "This holds everywhere, until it is lifted." : "")}

                If you think that this is wrong, you can appeal until {ModerationTexts.DayOf(decided.AppealUntil)}, once and free of charge. Somebody else than
                who decided looks at it then:

                {new Uri(addresses.Value.WebUrl, $"appeals?token={token}")}

                You may also turn to a court, or to a body that settles disputes out of court.

                {decided.Target}, decisions/{decided.Id}, {ModerationTexts.DayOf(decided.DecidedAt)}
                """
            ),
            cancellationToken
        );
    }
}
