using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;

namespace ESchool.Application.Administration;

/// <summary>Ends every session of a user, who may sign in again.</summary>
public sealed class RevokeUserSessions(SchoolDbContext db, SessionRevoker revoker, AuditTrail audit)
{
    /// <summary>Ends them.</summary>
    /// <returns>How many ended.</returns>
    /// <exception cref="DomainException"><c>USER_NOT_FOUND</c>.</exception>
    public Task<int> ExecuteAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        db.InTransactionAsync(
            async () =>
            {
                await Accounts.LockAsync(db, userId, cancellationToken);
                var ended = await revoker.RevokeAllAsync(userId, except: null, cancellationToken);
                audit.Note(actor, "user.revoke_sessions", $"users/{userId}", after: new { ended });
                await db.SaveChangesAsync(cancellationToken);
                return ended;
            },
            cancellationToken
        );
}
