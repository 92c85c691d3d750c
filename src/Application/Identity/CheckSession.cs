using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Asks the database whether a session is still open; for calls about money and roles, and for long streams.</summary>
public sealed class CheckSession(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Refuses when the session was ended, has expired, or its user was suspended.</summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>.</exception>
    public async Task ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var open = await db.Sessions.AnyAsync(
            s => s.Id == actor.SessionId && s.UserId == actor.UserId && s.RevokedAt == null && s.ExpiresAt > now
                && db.Users.Any(u => u.Id == s.UserId && u.SuspendedAt == null),
            cancellationToken);
        if (!open)
        {
            throw new DomainException(CallReasons.AccessTokenInvalid, "The session has ended; sign in again.");
        }
    }
}
