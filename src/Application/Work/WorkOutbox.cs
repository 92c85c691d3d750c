using System.Text.Json;
using ESchool.Data;
using ESchool.Data.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Work;

/// <summary>Asks for work that happens later. The request is a row of the caller's own transaction: saved with its cause, or not at all.</summary>
public sealed class WorkOutbox(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Adds a work request to the present unit of work.</summary>
    /// <param name="kind">One of <see cref="WorkKinds"/>.</param>
    /// <param name="payload">Ids only: job arguments are seen by operators.</param>
    /// <param name="deduplicationKey">A second request of the kind with the same key makes the save fail; it names the cause.</param>
    public void Add<TPayload>(string kind, TPayload payload, string deduplicationKey) =>
        db.OutboxMessages.Add(new OutboxMessage(kind, JsonSerializer.Serialize(payload), deduplicationKey, clock.GetUtcNow()));

    /// <summary>Asks for work about a user at most once a minute, and saves that.</summary>
    /// <param name="kind">One of <see cref="WorkKinds"/> whose payload is a <see cref="UserWork"/>.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <returns>False when it was asked for within this minute already.</returns>
    public async Task<bool> AddOnceAMinuteAsync(string kind, Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (payload, key) = (JsonSerializer.Serialize(new UserWork(userId)), $"{userId}:{now.ToUnixTimeSeconds() / 60}");
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO outbox.messages (id, kind, payload, deduplication_key, created_at)
            VALUES ({Guid.CreateVersion7(now)}, {kind}, {payload}::jsonb, {key}, {now}) ON CONFLICT (kind, deduplication_key) DO NOTHING
            """,
            cancellationToken) == 1;
    }

    /// <summary>Asks for an e-mail that tells a user what has changed about how they sign in.</summary>
    public void Warn(Guid userId, SecurityNotice notice) =>
        Add(WorkKinds.SecurityNoticeEmail, new SecurityNoticeWork(userId, notice), Guid.CreateVersion7().ToString());

    /// <summary>Asks for the checkout pages to be closed on which a course is sold that is off sale now.</summary>
    public void CloseCheckouts(Guid courseId) => Add(WorkKinds.CloseCheckouts, new CourseWork(courseId), Guid.CreateVersion7().ToString());

    /// <summary>Asks for an event in a user's feed.</summary>
    /// <param name="userId">Whose feed.</param>
    /// <param name="kind">What happened, such as <c>order.paid</c>.</param>
    /// <param name="resource">The resource it happened to.</param>
    /// <param name="details">Details by name; no secrets.</param>
    public void Tell(Guid userId, string kind, string resource, params (string Key, string Value)[] details) =>
        Add(
            WorkKinds.UserEvent,
            new UserEventWork(userId, kind, resource, details.ToDictionary(pair => pair.Key, pair => pair.Value)),
            Guid.CreateVersion7().ToString());

    /// <summary>Asks for events in the feeds of many users: a hundred are one request.</summary>
    /// <param name="events">The events; those of a user come in this order.</param>
    public void Tell(IEnumerable<UserEventWork> events)
    {
        foreach (var together in events.Chunk(100))
        {
            Add(WorkKinds.UserEvents, together.Select(e => e with { Id = Guid.CreateVersion7() }), Guid.CreateVersion7().ToString());
        }
    }
}
