using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Lists the caller's open sessions, the last used first.</summary>
public sealed class ListSessions(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Reads them.</summary>
    public async Task<IReadOnlyList<Session>> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var idle = now - Session.IdleLifetime;
        return await db
            .Sessions.AsNoTracking()
            .Where(s => s.UserId == actor.UserId && s.RevokedAt == null && s.ExpiresAt > now && s.LastUsedAt > idle)
            .OrderByDescending(s => s.LastUsedAt)
            .ThenByDescending(s => s.Id)
            .ToListAsync(cancellationToken);
    }
}
