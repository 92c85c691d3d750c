using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Identity.Sessions;

/// <summary>A session that was ended.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="RevokedAt">When.</param>
public sealed record Revocation(Guid SessionId, DateTimeOffset RevokedAt);

/// <summary>
/// Lists the sessions that were ended since a time, so that a replica can refuse their access tokens without a look at the database for each call.
/// </summary>
public sealed class ListRevocations(SchoolDbContext db)
{
    /// <summary>Reads them.</summary>
    public async Task<IReadOnlyList<Revocation>> ExecuteAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        await db.Sessions.Where(s => s.RevokedAt >= since).Select(s => new Revocation(s.Id, s.RevokedAt!.Value)).ToListAsync(cancellationToken);
}
