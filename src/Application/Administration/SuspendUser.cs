using ESchool.Application.Administration.Moderation.Decisions;
using ESchool.Application.Catalog;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration;

/// <summary>Keeps a user out: no sign-in, and every session ends. An instructor's courses are off sale meanwhile, and payouts are held.</summary>
public sealed class SuspendUser(
    SchoolDbContext db,
    SessionRevoker revoker,
    Administrators administrators,
    FollowInstructor follow,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>Suspends them. Doing it again keeps the first time and reason.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>, <c>LAST_ADMIN</c>.</exception>
    public Task<UserAccount> ExecuteAsync(Actor actor, Guid userId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var account = await ApplyAsync(actor, userId, reason, cancellationToken);
                await db.HandOverAsync($"users/{userId}", ModerationAct.Suspend, cancellationToken);
                return account;
            },
            cancellationToken
        );

    /// <summary>As <see cref="ExecuteAsync"/>, for a decision, which the suspension ends with.</summary>
    internal Task<UserAccount> ApplyAsync(Actor actor, Guid userId, string reason, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await administrators.RequireAnotherAsync(userId, cancellationToken);
                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                if (user.SuspendedAt is null)
                {
                    user.Suspend(reason, clock.GetUtcNow());
                    await follow.ExecuteAsync(user, cancellationToken);
                    await revoker.RevokeAllAsync(userId, except: null, cancellationToken);
                    audit.Note(actor, "user.suspend", $"users/{userId}", before: new { suspended = false }, after: new { suspended = true });
                    await db.SaveChangesAsync(cancellationToken);
                }

                return await Accounts.ViewAsync(db, user, cancellationToken);
            },
            cancellationToken
        );
}
