using System.Text.Json;
using ESchool.Application.Work;
using ESchool.Data;
using Npgsql;

namespace ESchool.Application.Notifications;

/// <summary>An event that was announced.</summary>
/// <param name="RequestId">The work request that announced it; an event is added once for it.</param>
/// <param name="Work">The event.</param>
/// <param name="HappenedAt">When it was announced.</param>
public sealed record AnnouncedEvent(Guid RequestId, UserEventWork Work, DateTimeOffset HappenedAt);

/// <summary>Adds announced events to the feeds of their users, numbered without gaps; an event that was added before is left out.</summary>
public sealed class PublishUserEvents(SchoolDbContext db, LiveHints hints)
{
    /// <summary>Opening waits for others who open the same feed, and nothing is locked yet then; so it comes first.</summary>
    private const string OpenFeeds =
        """
        INSERT INTO notifications.user_feeds (user_id, last_sequence)
        SELECT u.id, 0 FROM unnest($1) AS u (id) WHERE NOT EXISTS (SELECT 1 FROM notifications.user_feeds f WHERE f.user_id = u.id) ORDER BY u.id
        ON CONFLICT DO NOTHING
        """;

    /// <summary>The feed's row is the lock of the numbering; all in one order, so that batches never deadlock.</summary>
    private const string LockFeeds = "SELECT 1 FROM notifications.user_feeds WHERE user_id = ANY ($1) ORDER BY user_id FOR UPDATE";

    private const string AddEvents =
        """
        WITH fresh AS (
            SELECT a.*, row_number() OVER (PARTITION BY a.user_id ORDER BY a.position) AS number
            FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS a (request_id, user_id, kind, resource, details, happened_at, position)
            WHERE (SELECT e.request_id FROM notifications.user_events e WHERE e.request_id = a.request_id) IS NULL
        ),
        numbered AS (
            UPDATE notifications.user_feeds f SET last_sequence = f.last_sequence + c.count
            FROM (SELECT user_id, count(*) AS count FROM fresh GROUP BY user_id) AS c WHERE f.user_id = c.user_id
            RETURNING f.user_id, f.last_sequence - c.count AS before
        )
        INSERT INTO notifications.user_events (user_id, sequence, kind, resource, details, request_id, happened_at)
        SELECT f.user_id, n.before + f.number, f.kind, f.resource, f.details::jsonb, f.request_id, f.happened_at FROM fresh f JOIN numbered n ON n.user_id = f.user_id
        """;

    /// <summary>Adds them in one transaction, in their order; when that fails, each in its own, so that a bad one does not hold up the others.</summary>
    /// <exception cref="AggregateException">What could not be added; all others were.</exception>
    public async Task ExecuteAsync(IReadOnlyCollection<AnnouncedEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync(events, cancellationToken);
        }
        catch (PostgresException) when (events.Count > 1)
        {
            var faults = new List<Exception>();
            foreach (var one in events)
            {
                try
                {
                    await AddAsync([one], cancellationToken);
                }
                catch (PostgresException fault)
                {
                    faults.Add(fault);
                }
            }

            if (faults.Count > 0)
            {
                throw new AggregateException(faults);
            }
        }
    }

    private async Task AddAsync(IReadOnlyCollection<AnnouncedEvent> events, CancellationToken cancellationToken)
    {
        var users = events.Select(e => e.Work.UserId).Distinct().ToArray();
        await db.InTransactionAsync(
            async () =>
            {
                await using var batch = db.NewBatch().With(OpenFeeds, users).With(LockFeeds, users).With(
                    AddEvents,
                    Column(events, e => e.RequestId), Column(events, e => e.Work.UserId), Column(events, e => e.Work.Kind), Column(events, e => e.Work.Resource),
                    Column(events, e => JsonSerializer.Serialize(e.Work.Details)), Column(events, e => e.HappenedAt));
                await batch.ExecuteAsync(cancellationToken);
            },
            cancellationToken);

        // A hint too many is only a look too many.
        foreach (var user in users)
        {
            hints.Publish(FollowNotifications.TopicOf(user));
        }
    }

    private static T[] Column<T>(IReadOnlyCollection<AnnouncedEvent> events, Func<AnnouncedEvent, T> value) => [.. events.Select(value)];
}
