using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity;

/// <summary>Ends the caller's session.</summary>
public sealed class SignOut(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Revokes the session; doing it again changes nothing.</summary>
    public async Task ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Sessions
            .Where(s => s.Id == actor.SessionId && s.UserId == actor.UserId && s.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.RevokedAt, now), cancellationToken);
    }
}
