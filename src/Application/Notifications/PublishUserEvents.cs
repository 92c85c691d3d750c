using System.Text.Json;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications;

/// <summary>Adds announced events to the feeds of their users, numbered without gaps; an event that was added before is left out.</summary>
public sealed class PublishUserEvents(SchoolDbContext db, LiveHints hints)
{
    /// <summary>Adds one event, in a transaction of its own.</summary>
    /// <param name="requestId">The work request that announced it.</param>
    /// <param name="work">The event.</param>
    /// <param name="happenedAt">When it was announced.</param>
    /// <param name="cancellationToken">Stops before it is added.</param>
    public async Task ExecuteAsync(Guid requestId, UserEventWork work, DateTimeOffset happenedAt, CancellationToken cancellationToken)
    {
        var details = JsonSerializer.Serialize(work.Details);
        var added = await db.InTransactionAsync(
            async () =>
            {
                // The feed's row is the lock of the numbering.
                await db.Database.ExecuteSqlAsync($"INSERT INTO notifications.user_feeds (user_id, last_sequence) VALUES ({work.UserId}, 0) ON CONFLICT DO NOTHING", cancellationToken);
                await db.Database.ExecuteSqlAsync($"SELECT 1 FROM notifications.user_feeds WHERE user_id = {work.UserId} FOR UPDATE", cancellationToken);
                return await db.Database.ExecuteSqlAsync(
                    $"""
                    WITH fresh AS (SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM notifications.user_events WHERE request_id = {requestId})),
                    numbered AS (
                        UPDATE notifications.user_feeds SET last_sequence = last_sequence + 1
                        WHERE user_id = {work.UserId} AND EXISTS (SELECT 1 FROM fresh) RETURNING last_sequence
                    )
                    INSERT INTO notifications.user_events (user_id, sequence, kind, resource, details, request_id, happened_at)
                    SELECT {work.UserId}, last_sequence, {work.Kind}, {work.Resource}, {details}::jsonb, {requestId}, {happenedAt} FROM numbered
                    """,
                    cancellationToken);
            },
            cancellationToken);
        if (added > 0)
        {
            hints.Publish(FollowNotifications.TopicOf(work.UserId));
        }
    }
}
