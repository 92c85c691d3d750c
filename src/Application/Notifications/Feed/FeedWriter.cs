using ESchool.Application.Work.Feed;
using ESchool.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Notifications.Feed;

/// <summary>
/// Writes announced events to the feeds of their users, numbered without gaps; an event that was added before is left out. They come in great numbers, so they
/// go from the requests to the feeds inside Postgres.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class FeedWriter(SchoolDbContext db, LiveHints hints)
{
    /// <summary>Opening waits for others who open the same feed, and nothing is locked yet then; so it comes first.</summary>
    private const string OpenFeeds = """
        INSERT INTO notifications.user_feeds (user_id, last_sequence)
        SELECT u.id, 0 FROM unnest($1) AS u (id) WHERE NOT EXISTS (SELECT 1 FROM notifications.user_feeds f WHERE f.user_id = u.id) ORDER BY u.id
        ON CONFLICT DO NOTHING
        """;

    /// <summary>The feed's row is the lock of the numbering; all in one order, so that batches never deadlock.</summary>
    private const string LockFeeds = "SELECT 1 FROM notifications.user_feeds WHERE user_id = ANY ($1) ORDER BY user_id FOR UPDATE";

    /// <summary>A payload is a <see cref="FeedEventWork"/>, or an array of them in which each has an id.</summary>
    private const string Announced = """
        SELECT coalesce((a.event ->> 'Id')::uuid, m.id) AS id, (a.event ->> 'UserId')::uuid AS user_id, a.event, m.created_at, m.id AS request_id,
            a.position
        FROM outbox.messages m
        CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(m.payload) WHEN 'array' THEN m.payload ELSE jsonb_build_array(m.payload) END) WITH ORDINALITY AS a (event, position)
        WHERE m.id = ANY ($1)
        """;

    private const string ReadUsers = $"SELECT DISTINCT user_id FROM ({Announced}) AS announced";

    private const string AddEvents = $"""
        WITH fresh AS (
            SELECT a.*, row_number() OVER (PARTITION BY a.user_id ORDER BY a.request_id, a.position) AS number FROM ({Announced}) AS a
            WHERE (SELECT e.request_id FROM notifications.user_events e WHERE e.request_id = a.id) IS NULL
        ),
        numbered AS (
            UPDATE notifications.user_feeds f SET last_sequence = f.last_sequence + c.count
            FROM (SELECT user_id, count(*) AS count FROM fresh GROUP BY user_id) AS c WHERE f.user_id = c.user_id
            RETURNING f.user_id, f.last_sequence - c.count AS before
        )
        INSERT INTO notifications.user_events (user_id, sequence, kind, payload, request_id, happened_at)
        SELECT f.user_id, n.before + f.number, f.event ->> 'Kind', f.event -> 'Event', f.id, f.created_at
        FROM fresh f JOIN numbered n ON n.user_id = f.user_id
        """;

    /// <summary>Adds them in the open transaction, in the order in which they were announced: all or none.</summary>
    /// <param name="requestIds">The work requests that announced them.</param>
    /// <param name="cancellationToken">Stops before they are added.</param>
    /// <returns>Their users, for <see cref="Hint"/> once the transaction is committed.</returns>
    /// <exception cref="PostgresException">One cannot be added.</exception>
    public async Task<IReadOnlyCollection<Guid>> AddAsync(Guid[] requestIds, CancellationToken cancellationToken)
    {
        var users = await ReadUsersAsync(requestIds, cancellationToken);
        await using var batch = db.NewBatch().With(OpenFeeds, users).With(LockFeeds, users).With(AddEvents, requestIds);
        await batch.ExecuteAsync(cancellationToken);
        return users;
    }

    /// <summary>Tells those who watch that there is something new. A hint too many is only a look too many.</summary>
    public void Hint(IReadOnlyCollection<Guid> users)
    {
        foreach (var user in users)
        {
            hints.Publish(FollowNotifications.TopicOf(user));
        }
    }

    private async Task<Guid[]> ReadUsersAsync(Guid[] requestIds, CancellationToken cancellationToken)
    {
        var users = new List<Guid>();
        await using var batch = db.NewBatch().With(ReadUsers, requestIds);
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(reader.GetGuid(0));
        }

        return [.. users];
    }
}
