using System.Text.Json;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Data.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Work;

/// <summary>Asks for work that happens later. The request is a row of the caller's own transaction: saved with its cause, or not at all.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class WorkOutbox(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Adds a work request to the present unit of work.</summary>
    /// <param name="work">What is to be done.</param>
    /// <param name="deduplicationKey">A second request of the kind with the same key makes the save fail; it names the cause.</param>
    public void Add<TWork>(TWork work, string deduplicationKey)
        where TWork : IWork => Add(TWork.Kind, JsonSerializer.Serialize(work), deduplicationKey);

    /// <summary>Adds a request as it was stored before, for an operator who asks for its work again.</summary>
    /// <param name="kind">Its kind, one of <see cref="WorkType.All"/>.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="deduplicationKey">Names who asks again, and for what.</param>
    public void Repeat(string kind, string payload, string deduplicationKey) => Add(kind, payload, deduplicationKey);

    /// <summary>Asks for work about a user at most once a minute, and saves that.</summary>
    /// <param name="work">What is to be done.</param>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Stops before it is saved.</param>
    /// <returns>False when it was asked for within this minute already.</returns>
    public Task<bool> AddOnceAMinuteAsync<TWork>(TWork work, Guid userId, CancellationToken cancellationToken)
        where TWork : IWork => TryAddAsync(work, $"{userId}:{clock.GetUtcNow().ToUnixTimeSeconds() / 60}", cancellationToken);

    /// <summary>Asks for work, and saves that, unless it was asked for with the same key: one statement.</summary>
    /// <returns>False when it was.</returns>
    public async Task<bool> TryAddAsync<TWork>(TWork work, string deduplicationKey, CancellationToken cancellationToken)
        where TWork : IWork
    {
        var (now, kind, payload) = (clock.GetUtcNow(), TWork.Kind, JsonSerializer.Serialize(work));
        return await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO outbox.messages (id, kind, payload, deduplication_key, created_at)
                VALUES ({Guid.CreateVersion7(now)}, {kind}, {payload}::jsonb, {deduplicationKey}, {now})
                    ON CONFLICT (kind, deduplication_key) DO NOTHING
                """,
                cancellationToken
            ) == 1;
    }

    /// <summary>Asks for an e-mail that tells a user what has changed about how they sign in.</summary>
    public void Warn(Guid userId, SecurityNotice notice) => Add(new SecurityNoticeEmailWork(userId, notice), Guid.CreateVersion7().ToString());

    /// <summary>Asks for the checkout pages to be closed on which a course is sold that is off sale now.</summary>
    public void CloseCheckouts(Guid courseId) => Add(new CloseCheckoutsWork(courseId), Guid.CreateVersion7().ToString());

    /// <summary>Asks for an event in a user's feed.</summary>
    /// <param name="userId">Whose feed.</param>
    /// <param name="happened">What happened.</param>
    public void Tell<TEvent>(Guid userId, TEvent happened)
        where TEvent : IFeedEvent => Add(FeedEventWork.One, JsonSerializer.Serialize(FeedEventWork.Of(userId, happened)), Guid.CreateVersion7().ToString());

    /// <summary>Asks for events in the feeds of many users: a hundred are one request.</summary>
    /// <param name="events">The events; those of a user come in this order.</param>
    public void Tell(IEnumerable<FeedEventWork> events)
    {
        foreach (var together in events.Chunk(100))
        {
            Add(FeedEventWork.Many, JsonSerializer.Serialize(together.Select(e => e with { Id = Guid.CreateVersion7() })), Guid.CreateVersion7().ToString());
        }
    }

    private void Add(string kind, string payload, string deduplicationKey) =>
        db.OutboxMessages.Add(new OutboxMessage(kind, payload, deduplicationKey, clock.GetUtcNow()));
}
