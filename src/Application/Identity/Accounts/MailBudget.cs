using System.Text;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using ESchool.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity.Accounts;

/// <summary>How important mails are that somebody else can ask for: the less important leave room for the others.</summary>
public enum MailRoom
{
    /// <summary>Password resets. They may use all of the room of an account's own mails.</summary>
    Resets = 1,

    /// <summary>What registering causes. It leaves the last mail of the account's room to a reset.</summary>
    Registrations = 2,

    /// <summary>What others write: announcements, invitations, gifts. It has a room of its own, and takes nothing from the account's.</summary>
    Others = 3,
}

/// <summary>
/// Keeps the school from being somebody's mail bomb: for each address, known or not, one budget of mails about its account, and one of what others write.
/// Beyond it nothing is sent, and the answer to whoever asked is the same. Notices of what the owner did, and warnings, are in neither.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class MailBudget(SchoolDbContext db, SchoolSecrets secrets, WorkOutbox outbox, IOptions<IdentityOptions> options, TimeProvider clock)
{
    private const string AccountPurpose = "notifications.recipient";
    private const string OthersPurpose = "notifications.recipient.others";

    /// <summary>Takes one mail from the budget of an address, in one statement.</summary>
    /// <param name="email">The address.</param>
    /// <param name="room">What kind of mail.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>False when nothing is left: the mail must not be sent.</returns>
    public async Task<bool> TakeAsync(string email, MailRoom room, CancellationToken cancellationToken)
    {
        var (hash, now, limit) = (
            secrets.Sign(room == MailRoom.Others ? OthersPurpose : AccountPurpose, Encoding.UTF8.GetBytes(User.NormalizeEmail(email))),
            clock.GetUtcNow(),
            LimitOf(room)
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
    /// <param name="room">What kind of mail.</param>
    /// <param name="email">The address, normalised.</param>
    /// <param name="userId">Its user; for an address nobody has, the number that nobody has and that is always the same for it.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    public async Task AskAsync<TWork>(TWork work, MailRoom room, string email, Guid userId, CancellationToken cancellationToken)
        where TWork : IWork
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isAsked = await outbox.AddOnceAMinuteAsync(work, userId, cancellationToken);
        if (await TakeAsync(email, room, cancellationToken) && isAsked)
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    /// <summary>A reset has room also after a flood of registrations. A flood of resets is no harm to who wants one: they have them.</summary>
    private int LimitOf(MailRoom room)
    {
        var all = options.Value.MailsPerRecipient;
        return room == MailRoom.Registrations ? Math.Max(1, all - 1) : all;
    }
}

/// <summary>The budget of a recipient is spent: the mail is tried again later. Names nobody.</summary>
public sealed class MailBudgetSpentException()
    : NotYetException("The recipient has had as many mails within the hour as strangers may cause; this one waits.", TimeSpan.FromMinutes(10));
