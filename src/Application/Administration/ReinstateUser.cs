using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Catalog;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration;

/// <summary>Lets a suspended user in again; an instructor's courses are on sale as before.</summary>
public sealed class ReinstateUser(SchoolDbContext db, FollowInstructor follow, DecisionLifting lifting, AuditTrail audit)
{
    /// <summary>Takes the suspension back. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>, <c>ACCOUNT_MERGED</c>.</exception>
    public Task<UserAccount> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                if (user.SuspendedAt is not null)
                {
                    user.Reinstate();
                    await follow.ExecuteAsync(user, cancellationToken);
                    audit.Note(actor, "user.reinstate", $"users/{userId}", before: new { suspended = true }, after: new { suspended = false });
                    await db.SaveChangesAsync(cancellationToken);
                }

                await lifting.NoteAsync(actor, $"users/{userId}", ModerationAct.Suspend, reason: "", cancellationToken);
                return await Accounts.ViewAsync(db, user, cancellationToken);
            },
            cancellationToken
        );
}
