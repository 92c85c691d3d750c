using System.Text;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using ESchool.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.Accounts;

/// <summary>
/// Keeps the school from being somebody's mail bomb: one budget for each address, known or not, over every kind of mail that somebody else can ask for. Beyond
/// it nothing is sent, and the answer to whoever asked is the same.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class MailBudget(SchoolDbContext db, SchoolSecrets secrets, WorkOutbox outbox, IOptions<IdentityOptions> options, TimeProvider clock)
{
    private const string Purpose = "notifications.recipient";

    /// <summary>Takes one mail from the budget of an address, in one statement.</summary>
    /// <returns>False when nothing is left: the mail must not be sent.</returns>
    public async Task<bool> TakeAsync(string email, CancellationToken cancellationToken)
    {
        var (hash, now, limit) = (
            secrets.Sign(Purpose, Encoding.UTF8.GetBytes(User.NormalizeEmail(email))),
            clock.GetUtcNow(),
            options.Value.MailsPerRecipient
        );
        var over = now - MailsToRecipient.Window;
        return await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO notifications.mails_to_recipients AS m (recipient_hash, count, since) VALUES ({hash}, 1, {now})
                ON CONFLICT (recipient_hash) DO UPDATE SET
                    count = CASE WHEN m.since <= {over} THEN 1 ELSE m.count + 1 END,
                        since = CASE WHEN m.since <= {over} THEN {now} ELSE m.since END
                WHERE m.count < {limit} OR m.since <= {over}
                """,
                cancellationToken
            ) == 1;
    }

    /// <summary>
    /// Asks for a mail to an address: at most one of a kind a minute, and within the budget. The same statements run for an address nobody has.
    /// </summary>
    /// <param name="work">The mail.</param>
    /// <param name="email">The address, normalised.</param>
    /// <param name="userId">Its user; for an address nobody has, the number that nobody has and that is always the same for it.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    public async Task AskAsync<TWork>(TWork work, string email, Guid userId, CancellationToken cancellationToken)
        where TWork : IWork
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isAsked = await outbox.AddOnceAMinuteAsync(work, userId, cancellationToken);
        if (await TakeAsync(email, cancellationToken) && isAsked)
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
    }
}

/// <summary>The budget of a recipient is spent: the mail is tried again later. Names nobody.</summary>
public sealed class MailBudgetSpentException()
    : NotYetException("The recipient has had as many mails within the hour as strangers may cause; this one waits.", TimeSpan.FromMinutes(10));
