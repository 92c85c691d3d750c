using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Administration;

/// <summary>Gives a user a role of the staff.</summary>
public sealed class GrantRole(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Gives it; it counts from the user's next token. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>, <c>USER_SUSPENDED</c>.</exception>
    public Task<UserAccount> ExecuteAsync(Actor actor, Guid userId, Roles role, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                var user = await Accounts.LockAsync(db, userId, cancellationToken);
                Accounts.RequireActive(user);

                if (!user.Roles.HasFlag(role))
                {
                    var before = user.Roles;
                    user.Grant(role);
                    audit.Note(actor, "role.grant", $"users/{userId}", before: new { roles = before.ToString() }, after: new { roles = user.Roles.ToString() });
                    await db.SaveChangesAsync(cancellationToken);
                }

                return await Accounts.ViewAsync(db, user, cancellationToken);
            },
            cancellationToken
        );
}
