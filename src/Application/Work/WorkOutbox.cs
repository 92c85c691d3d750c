using System.Text.Json;
using ESchool.Data;
using ESchool.Data.Outbox;

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
}
