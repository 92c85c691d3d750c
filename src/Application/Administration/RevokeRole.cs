using ESchool.Application.Catalog;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Administration;

/// <summary>Takes a role away, at once: every session that was opened with it ends.</summary>
public sealed class RevokeRole(SchoolDbContext db, SessionRevoker revoker, Administrators administrators, FollowInstructor follow, AuditTrail audit)
{
    /// <summary>Takes it away. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>, <c>LAST_ADMIN</c>.</exception>
    public Task<UserAccount> ExecuteAsync(Actor actor, Guid userId, Roles role, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                if (role == Roles.Admin)
                {
                    await administrators.RequireAnotherAsync(userId, cancellationToken);
                }

                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                if (user.Roles.HasFlag(role))
                {
                    var before = user.Roles;
                    user.Revoke(role);
                    await follow.ExecuteAsync(user, cancellationToken);
                    await revoker.RevokeAllAsync(userId, except: null, cancellationToken);
                    audit.Note(
                        actor,
                        "role.revoke",
                        $"users/{userId}",
                        before: new { roles = before.ToString() },
                        after: new { roles = user.Roles.ToString() }
                    );
                    await db.SaveChangesAsync(cancellationToken);
                }

                return await Accounts.ViewAsync(db, user, cancellationToken);
            },
            cancellationToken
        );
}
