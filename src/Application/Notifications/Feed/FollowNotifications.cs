using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Notifications.Feed;

/// <summary>Follows the caller's own feed live.</summary>
public sealed class FollowNotifications(LiveTail tail, IServiceScopeFactory scopes)
{
    private const int BatchSize = 200;

    /// <summary>Reads events after a number, forever. The session is checked anew with every look.</summary>
    /// <exception cref="DomainException"><c>ACCESS_TOKEN_INVALID</c>: the session has ended.</exception>
    public IAsyncEnumerable<UserEvent> ExecuteAsync(Actor actor, long after, CancellationToken cancellationToken) =>
        tail.FollowAsync(TopicOf(actor.UserId), after, (last, token) => ReadAsync(actor, last, token), e => e.Sequence, cancellationToken);

    internal static string TopicOf(Guid userId) => $"user:{userId}";

    private async Task<IReadOnlyList<UserEvent>> ReadAsync(Actor actor, long after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CheckSession>().ExecuteAsync(actor, SessionDemands.None, cancellationToken);
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        return await db
            .UserEvents.AsNoTracking()
            .Where(e => e.UserId == actor.UserId && e.Sequence > after)
            .OrderBy(e => e.Sequence)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
    }
}
