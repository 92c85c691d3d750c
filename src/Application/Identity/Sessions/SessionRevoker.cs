using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Identity.Sessions;

/// <summary>Ends sessions, and tells every replica at once: calls with their access tokens are refused, their streams end.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SessionRevoker(SchoolDbContext db, LiveHints hints, TimeProvider clock)
{
    /// <summary>The topic whose hint says that sessions have ended.</summary>
    public const string Topic = "sessions";

    /// <summary>Ends the open sessions among these.</summary>
    /// <returns>How many ended.</returns>
    public async Task<int> RevokeAsync(IQueryable<Session> sessions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ended = await sessions.Where(s => s.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.RevokedAt, now), cancellationToken);
        if (ended > 0)
        {
            hints.Publish(Topic);
        }

        return ended;
    }

    /// <summary>Ends every open session of a user.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="except">A session that stays; null for none.</param>
    /// <param name="cancellationToken">Stops before they end.</param>
    public Task<int> RevokeAllAsync(Guid userId, Guid? except, CancellationToken cancellationToken) =>
        RevokeAsync(db.Sessions.Where(s => s.UserId == userId && s.Id != except), cancellationToken);
}
