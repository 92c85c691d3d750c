using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Feed;

/// <summary>Reads how far the caller's own feed has been numbered.</summary>
public sealed class GetFeedEnd(SchoolDbContext db)
{
    /// <summary>Reads the number of the last event; 0 when there is none.</summary>
    public Task<long> ExecuteAsync(Actor actor, CancellationToken cancellationToken) =>
        db.UserFeeds.Where(f => f.UserId == actor.UserId).Select(f => f.LastSequence).SingleOrDefaultAsync(cancellationToken);
}
