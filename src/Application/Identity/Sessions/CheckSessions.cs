using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Asks the database which of many sessions are still open, as <see cref="CheckSession"/> asks it about one.</summary>
public sealed class CheckSessions(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Finds the open ones.</summary>
    /// <returns>Those actors who may go on.</returns>
    public async Task<IReadOnlySet<Actor>> ExecuteAsync(IReadOnlyCollection<Actor> actors, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = actors.Select(a => a.SessionId).ToArray();
        var open = await db
            .Sessions.Where(s => ids.Contains(s.Id) && s.RevokedAt == null && s.ExpiresAt > now)
            .Join(
                db.Users.Where(u => u.SuspendedAt == null),
                s => s.UserId,
                u => u.Id,
                (s, u) =>
                    new
                    {
                        s.Id,
                        s.UserId,
                        u.Roles,
                    }
            )
            .ToDictionaryAsync(s => s.Id, cancellationToken);
        return actors
            .Where(a => open.TryGetValue(a.SessionId, out var session) && session.UserId == a.UserId && (session.Roles & a.Roles) == a.Roles)
            .ToHashSet();
    }
}
